package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code <system>} in a dry run: what works is set, what cannot is told. */
class SystemSectionTest {

  private static final String MATCH = "<match **>\n  @type stdout\n</match>\n";

  @TempDir Path dir;

  private TestConsole dryRun(String text, String... flags) throws IOException {
    Path file = Files.writeString(dir.resolve("fluent.conf"), text);
    String[] arguments = new String[flags.length + 3];
    System.arraycopy(flags, 0, arguments, 3, flags.length);
    arguments[0] = "--dry-run";
    arguments[1] = "-c";
    arguments[2] = file.toString();
    return new TestConsole().run("", arguments);
  }

  /** The log of a dry run of a {@code <system>} section. */
  private String log(String system) throws IOException {
    Path log = dir.resolve("agent.log");
    dryRun("<system>\n" + system + "\n</system>\n" + MATCH, "-o", log.toString());
    return Files.readString(log);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restart_worker_interval 5s",
        "suppress_repeated_stacktrace true",
        "log_event_verbose true",
        "process_name forwarder",
        "enable_msgpack_time_support true",
        "disable_shared_socket true",
        "enable_jit true",
        "umask 022",
      })
  void whatDoesSomethingElseOnAJvmIsToldWithItsPlace(String parameter) throws IOException {
    assertThat(log(parameter))
        .contains(
            "fluent.conf:2: parameter '"
                + parameter.substring(0, parameter.indexOf(' '))
                + "' is accepted: ",
            "finished dry run mode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root_dir /tmp",
        "log_level info",
        "ignore_repeated_log_interval 60s",
        "ignore_same_log_interval 60s",
        "emit_error_log_interval 10s",
        "suppress_config_dump true",
        "without_source true",
        "strict_config_value true",
        "enable_input_metrics false",
        "enable_size_metrics true",
        "file_permission 0600",
        "dir_permission 0700",
        "config_include_dir \"\"",
        "<log>\nformat text\ntime_format %Y\n</log>",
      })
  void whatWorksNeedsNoWord(String parameter) throws IOException {
    assertThat(log(parameter)).doesNotContain("is accepted").contains("finished dry run mode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<counter_server>\nscope x\nbackup_path /x\n</counter_server>",
        "<counter_client>\nhost x\n</counter_client>",
        "<metrics>\n@type local\n</metrics>",
      })
  void sectionsThatAreNotThereAreTold(String section) throws IOException {
    assertThat(log(section)).contains(" is accepted: ", "finished dry run mode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "log_level loud",
        "file_permission rw",
        "<log>\nformat xml\n</log>",
      })
  void wrongValuesAreRefused(String parameter) throws IOException {
    assertThat(log(parameter)).contains("config error", "fluent.conf:").doesNotContain("finished");
  }

  @Test
  void rootDirMustBeADirectory() throws IOException {
    Path file = Files.writeString(dir.resolve("a-file"), "");

    assertThat(log("root_dir " + file))
        .contains("fluent.conf:2: root_dir: non directory entry exists:" + file);
  }

  @Test
  void twoSectionsAreRefused() throws IOException {
    assertThat(log("</system>\n<system>"))
        .contains("<system> is duplicated. <system> should be only one");
  }

  @Test
  void theLogGoesWhereTheSectionSays() throws IOException {
    Path log = dir.resolve("logs/agent.log");

    dryRun("<system>\n<log>\npath " + log + "\n</log>\n</system>\n" + MATCH);

    assertThat(log).content().contains("finished dry run mode");
  }

  @Test
  void aFlagForTheLogWins() throws IOException {
    Path flagged = dir.resolve("flag.log");
    Path log = dir.resolve("section.log");

    dryRun(
        "<system>\n<log>\npath " + log + "\n</log>\n</system>\n" + MATCH, "-o", flagged.toString());

    assertThat(flagged).content().contains("finished dry run mode");
    assertThat(log).doesNotExist();
  }

  @Test
  void aParameterOutsideOfSectionsIsTold() throws IOException {
    Path log = dir.resolve("agent.log");

    dryRun("stray 1\n" + MATCH, "-o", log.toString());

    assertThat(log)
        .content()
        .contains("fluent.conf:1: parameter 'stray' outside of all sections is not used");
  }

  @Test
  void sourcesThatAreLeftOutAreNotCalledUnused() throws IOException {
    Path log = dir.resolve("agent.log");

    dryRun(
        "<source>\n  @type sample\n  tag a\n</source>\n" + MATCH,
        "-o",
        log.toString(),
        "--without-source");

    assertThat(log).content().doesNotContain("is not used").contains("finished dry run mode");
  }
}
