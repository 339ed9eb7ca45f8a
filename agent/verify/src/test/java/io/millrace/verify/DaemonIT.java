package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --daemon}, with real processes. */
class DaemonIT {
  @TempDir Path dir;
  private Path pidFile;
  private Path log;

  @BeforeEach
  void nameTheFiles() {
    pidFile = dir.resolve("run").resolve("agent.pid");
    log = dir.resolve("agent.log");
  }

  private record Outcome(int status, String output) {}

  private Outcome daemon(String configuration) throws IOException, InterruptedException {
    Path config = Files.writeString(dir.resolve("fluent.conf"), configuration);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.millrace.app.Main", "-c", config.toString()));
    command.addAll(List.of("-o", log.toString(), "-d", pidFile.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), output);
  }

  @Test
  void runsInTheBackgroundUntilItIsToldToStop() throws Exception {
    Outcome front = daemon("<match **>\n  @type stdout\n</match>\n");

    assertThat(front.status()).as(front.output()).isZero();
    ProcessHandle agent =
        ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).orElseThrow();
    try {
      assertThat(front.output()).contains("pid=" + agent.pid(), "its log is " + log);

      CommandRun.of("ctl", "", "shutdown", "" + agent.pid());
      agent.onExit().get(60, TimeUnit.SECONDS);

      assertThat(log).content().contains("Worker 0 finished with status 0");
      assertThat(pidFile).doesNotExist();
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  void aConfigurationWithAProblemIsToldAtOnce() throws Exception {
    Outcome front = daemon("<match **>\n  @type nosuch\n</match>\n");

    assertThat(front.status()).isEqualTo(1);
    assertThat(log).content().contains("Unknown output plugin 'nosuch'");
    assertThat(pidFile).doesNotExist();
  }
}
