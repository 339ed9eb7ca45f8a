package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.command.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path dir;

  private int run(String configuration, String... flags) throws IOException {
    Files.writeString(dir.resolve("fluent.conf"), configuration);
    String[] arguments = new String[flags.length + 4];
    arguments[0] = "-c";
    arguments[1] = dir.resolve("fluent.conf").toString();
    arguments[2] = "-o";
    arguments[3] = dir.resolve("agent.log").toString();
    System.arraycopy(flags, 0, arguments, 4, flags.length);
    return Main.run(arguments, Console.ofProcess());
  }

  private String log() throws IOException {
    return Files.readString(dir.resolve("agent.log"));
  }

  @Test
  void aDryRunOfAGoodConfigurationEndsWithZeroAndOpensNothing() throws IOException {
    int status =
        run(
            """
            <source>
              @type forward
              port 1
            </source>
            <match **>
              @type file
              path %s/out/app
            </match>
            """
                .formatted(dir),
            "--dry-run");

    assertThat(status).as(log()).isZero();
    assertThat(log()).contains("finished dry run mode");
    assertThat(dir.resolve("out/app")).doesNotExist();
  }

  @Test
  void everyProblemOfAConfigurationIsToldAtOnceWithItsPlace() throws IOException {
    int status =
        run(
            """
            <source>
              @type forward
              port 1
              skip_invalid_event perhaps
            </source>
            <filter **>
              @type greb
            </filter>
            <match a.**>
              @type file
            </match>
            <match **>
              @type relabel
              @label @NOWHERE
            </match>
            """);

    assertThat(status).isEqualTo(1);
    String file = dir.resolve("fluent.conf").toString();
    assertThat(log())
        .contains(file + ":4: skip_invalid_event:")
        .contains(file + ":6: @type: Unknown filter plugin 'greb'", "Did you mean 'grep'?")
        .contains(file + ":9: path: 'path' parameter is required")
        .contains(file + ":12: @label: @NOWHERE label not found")
        .doesNotContain("is now running");
  }

  @Test
  void aConfigurationThatIsNotThereIsNamed() throws IOException {
    Path missing = dir.resolve("missing.conf");

    int status =
        Main.run(
            new String[] {"-c", missing.toString(), "-o", dir.resolve("agent.log").toString()},
            Console.ofProcess());

    assertThat(status).isEqualTo(1);
    assertThat(log()).contains(missing.toString());
  }
}
