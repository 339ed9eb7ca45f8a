package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code millrace ctl} on a real process, a shell that tells which signal it got. */
class CtlCommandTest {
  private static final String LISTENER =
      "for s in TERM HUP USR1 USR2 CONT; do trap \"echo $s; exit\" $s; done; echo ready;"
          + " while :; do sleep 0.1; done";

  private static CommandRun ctl(String... arguments) {
    return CommandRun.of("ctl", "", arguments);
  }

  @ParameterizedTest
  @CsvSource({"shutdown, TERM", "restart, HUP", "flush, USR1", "reload, USR2", "dump, CONT"})
  void sendsTheSignalOfTheCommand(String command, String signal) throws Exception {
    Process process =
        new ProcessBuilder(HeardSignals.command(List.of("sh", "-c", LISTENER))).start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(said.readLine()).isEqualTo("ready");

      CommandRun run = ctl(command, "" + process.pid());

      assertThat(run.status()).as(run.err()).isZero();
      assertThat(said.readLine()).isEqualTo(signal);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "            | Missing required parameters: 'COMMAND', 'PID'",
        "flush       | Missing required parameter: 'PID'",
        "explode 1   | unknown command 'explode': expected shutdown, restart, flush, reload, dump",
        "flush mine  | 'mine' is no process id",
        "flush 0     | '0' is no process id",
      })
  void argumentsThatMakeNoSenseAreRefusedWithTheUsage(String arguments, String message) {
    CommandRun run = ctl(arguments == null ? new String[0] : arguments.split(" "));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("Usage: millrace ctl", "Error: " + message);
  }

  @Test
  void aProcessThatIsGoneIsTold() throws IOException, InterruptedException {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();

    CommandRun run = ctl("flush", "" + gone.pid());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no process has the id " + gone.pid());
  }
}
