package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.devstack.quickstart.QuickstartMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart as its users run it, but for the build before it. */
class QuickstartIT {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

  @TempDir Path dir;
  private Path output;
  private Path temporary;
  private Path agentPid;

  @BeforeEach
  void prepare() throws IOException {
    output = dir.resolve("output");
    agentPid = dir.resolve("agent.pid");
    temporary = Files.createDirectory(dir.resolve("tmp"));
  }

  /** A launcher that takes the class path of the tests: the real one would start a build. */
  private Path launcher() throws IOException {
    Path launcher = dir.resolve("millrace");
    Files.writeString(
        launcher,
        "#!/bin/sh\necho $$ >'%s'\nexec '%s' -Xmx256m -cp '%s' io.millrace.app.Main \"$@\"\n"
            .formatted(agentPid, JAVA, System.getProperty("java.class.path")));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    return launcher;
  }

  private Process quickstart(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(JAVA, "-cp", System.getProperty("java.class.path")));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-Dmillrace.checkout=" + CHECKOUT);
    command.add("-Dmillrace.launcher=" + launcher());
    command.add(QuickstartMain.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private String said() throws IOException {
    return Files.readString(output);
  }

  private long number(String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(said());
    assertThat(matcher.find()).as("%s in:%n%s", pattern, said()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> left = Files.list(temporary)) {
      // HotSpot keeps its own folder of counters beside the ones of programs
      assertThat(left.filter(path -> !path.getFileName().toString().startsWith("hsperfdata")))
          .isEmpty();
    }
  }

  @Test
  void everythingSentIsInBothPlaces() throws Exception {
    Process quickstart = quickstart("--duration", "20s");

    assertThat(quickstart.waitFor(3, TimeUnit.MINUTES)).as(said()).isTrue();

    assertThat(quickstart.exitValue()).as(said()).isZero();
    long sent = number("^sent +(\\d+) events");
    assertThat(sent).isGreaterThan(1_000);
    assertThat(number("^Elasticsearch +(\\d+) documents")).isEqualTo(sent);
    assertThat(number("^S3 +(\\d+) lines")).isEqualTo(sent);
    assertThat(number("^STS +(\\d+) AssumeRole granted")).isPositive();
    assertNothingLeft();
  }

  @Test
  void aSignalEndsAllOfIt() throws Exception {
    Process quickstart = quickstart();
    await().atMost(Duration.ofMinutes(2)).until(() -> said().matches("(?s).* s3=[1-9].*"));
    List<ProcessHandle> children = quickstart.descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(3); // Elasticsearch, S3, the agent

    quickstart.destroy();

    assertThat(quickstart.waitFor(2, TimeUnit.MINUTES)).as(said()).isTrue();
    assertThat(quickstart.exitValue()).as(said()).isZero();
    assertThat(said()).contains("All equal");
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertNothingLeft();
  }

  @Test
  void saysWhyWhenTheAgentIsGone() throws Exception {
    Process quickstart = quickstart();
    await().atMost(Duration.ofMinutes(2)).until(() -> said().matches("(?s).* s3=[1-9].*"));
    long pid = Long.parseLong(Files.readString(agentPid).strip());
    ProcessHandle agent = ProcessHandle.of(pid).orElseThrow();

    agent.destroyForcibly();

    assertThat(quickstart.waitFor(2, TimeUnit.MINUTES)).as(said()).isTrue();
    assertThat(quickstart.exitValue()).isEqualTo(1);
    assertThat(said())
        .contains("The agent ended with status 137")
        .contains("worker is now running");
    assertNothingLeft();
  }

  @Test
  void everyExamplePassesADryRunWithoutServersAndVariables() throws Exception {
    try (Stream<Path> examples = Files.list(CHECKOUT.resolve("conf"))) {
      for (Path example : examples.filter(path -> path.toString().endsWith(".conf")).toList()) {
        ProcessBuilder builder =
            new ProcessBuilder(launcher().toString(), "-c", example.toString(), "--dry-run")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        Process agent = builder.start();

        assertThat(agent.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(agent.exitValue()).as("%s%n%s", example, said()).isZero();
        assertThat(said()).doesNotContain("is not used").doesNotContain("[warn]");
      }
    }
  }
}
