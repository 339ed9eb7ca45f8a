package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The flags, as the command line of fluentd has them. */
class CommandLineTest {
  private static final String GOOD = "<match **>\n  @type stdout\n</match>\n";

  @TempDir Path dir;

  private TestConsole dryRun(String configuration, String... flags) throws IOException {
    return dryRunWithInput("", configuration, flags);
  }

  private TestConsole dryRunWithInput(String in, String configuration, String... flags)
      throws IOException {
    Path file = Files.writeString(dir.resolve("fluent.conf"), configuration);
    Path log = dir.resolve("agent.log");
    List<String> arguments = new ArrayList<>(List.of(flags));
    arguments.addAll(List.of("-c", file.toString(), "-o", log.toString(), "--dry-run"));
    return new TestConsole().run(in, arguments.toArray(String[]::new));
  }

  private String log() throws IOException {
    return Files.readString(dir.resolve("agent.log"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--no-such-flag              | error: unknown flag '--no-such-flag'",
        "--supress-config-dump       | Did you mean --suppress-config-dump?",
        "--config-file-type=toml     | error: --config-file-type toml: expected guess, v1, yaml",
        "--conf-encoding=klingon     | klingon",
        "--reg-winsvc=i              | error: the flags -x, --signame",
        "--no-reg-winsvc-delay-start | error: the flags -x, --signame",
        "--log-rotate-age=yearly     | error: rotate age 'yearly' of the log: expected daily",
        "--user=nosuchuser           | error: --user nosuchuser: the process runs as",
        "--umask=789                 | error: --umask 789: expected an octal number",
        "--workers=many              | 'many' is not",
      })
  void whatCannotBeIsRefusedBelowTheUsage(String flag, String message) throws IOException {
    TestConsole console = dryRun(GOOD, flag);

    assertThat(console.status()).isEqualTo(1);
    assertThat(console.err()).contains("Usage: millrace", message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--use-v1-config",
        "--under-supervisor",
        "--no-supervisor",
        "--workers=1",
        "--disable-shared-socket",
        "--enable-input-metrics",
        "--disable-input-metrics",
        "--enable-size-metrics",
        "--log-event-verbose",
        "--emit-error-log-interval=3",
        "--suppress-repeated-stacktrace",
        "--suppress-repeated-stacktrace=false",
        "--without-source",
        "--with-source-only",
        "--strict-config-value",
        "--suppress-config-dump",
        "--config-file-type=yml",
        "--conf-encoding=utf-8",
        "-vv",
        "-qq",
      })
  void flagsOfFluentdAreAccepted(String flag) throws IOException {
    String configuration =
        flag.endsWith("yml") ? "config:\n  - match: {$tag: '**', $type: stdout}\n" : GOOD;

    TestConsole console = dryRun(configuration, flag);

    assertThat(console.status()).as(console.err() + log()).isZero();
    assertThat(console.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-I          | -I x: no Ruby library is loaded",
        "-r          | -r x: no Ruby library is loaded",
        "-g          | --gemfile x: no gem is installed",
        "--gemfile   | --gemfile x: no gem is installed",
        "-G          | --gem-path x: no gem is loaded",
      })
  void flagsOfRubyAreIgnoredWithAWarning(String flag, String warning) throws IOException {
    TestConsole console = dryRun(GOOD, flag, "x");

    assertThat(console.status()).as(console.err()).isZero();
    assertThat(log()).contains("a flag for Ruby's plugins is ignored: " + warning);
  }

  @Test
  void anArgumentBehindTheFlagsIsRefused() throws IOException {
    TestConsole console = dryRun(GOOD, "-q", "stray");

    assertThat(console.status()).isEqualTo(1);
    assertThat(console.err()).contains("Usage: millrace", "error: unexpected argument 'stray'");
  }

  @Test
  void aCommandThatThereIsNotIsRefused() {
    TestConsole console = new TestConsole().run("", "stray");

    assertThat(console.status()).isEqualTo(1);
    assertThat(console.err()).contains("'stray' is no command; there are ");
  }

  @Test
  void severalWorkersWithoutSupervisorAreRefusedWithTwo() throws IOException {
    TestConsole console = dryRun(GOOD, "--no-supervisor", "--workers", "2");

    assertThat(console.status()).isEqualTo(2);
    assertThat(console.err())
        .contains("Error: multi workers is not supported with --no-supervisor");
  }

  @Test
  void severalWorkersOfTheConfigurationWithoutSupervisorAreRefused() throws IOException {
    TestConsole console = dryRun("<system>\n  workers 2\n</system>\n" + GOOD, "--no-supervisor");

    assertThat(console.status()).isEqualTo(1);
    assertThat(log())
        .contains("invalid number of workers (must be 1 or unspecified) with --no-supervisor: 2");
  }

  @Test
  void theLogGoesWhereTheConfigurationSays() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("fluent.conf"),
            "<system>\n<log>\npath "
                + dir.resolve("configured.log")
                + "\nrotate_age 3\nrotate_size 100\n</log>\n</system>\n"
                + GOOD);

    TestConsole console = new TestConsole().run("", "-c", file.toString(), "--dry-run");

    assertThat(console.status()).isZero();
    assertThat(dir.resolve("configured.log")).content().contains("finished dry run mode");
    assertThat(dir.resolve("configured.log.0")).exists();
  }

  @Test
  void setupWritesAConfigurationThatIsValid() throws IOException {
    TestConsole console = new TestConsole().run("", "--setup", dir.toString());
    Path file = dir.resolve("fluent.conf");

    assertThat(console.status()).as(console.err()).isZero();
    assertThat(console.out()).isEqualTo("Installed " + file + ".\n");
    assertThat(dir.resolve("plugin")).isDirectory();
    console.run("", "-c", file.toString(), "-o", dir.resolve("log").toString(), "--dry-run");
    assertThat(console.status()).as(dir.resolve("log").toString()).isZero();
    assertThat(console.run("", "-s", dir.toString()).out()).contains(file + " already exists.");
  }

  @Test
  void theLastOfAFlagCounts() throws IOException {
    TestConsole console = dryRun(GOOD, "--config-file-type", "yaml", "--config-file-type", "v1");

    assertThat(console.status()).as(log()).isZero();
  }

  @Test
  void inlineConfigurationComesBehindTheFile() throws IOException {
    TestConsole console = dryRun("", "-i", "<match **>\\n@type stdaut\\n</match>");

    assertThat(console.status()).isEqualTo(1);
    assertThat(log()).contains("inline configuration:1: @type: Unknown output plugin 'stdaut'");
  }

  @Test
  void inlineConfigurationOfStandardInputIsDeprecated() throws IOException {
    TestConsole console = dryRunWithInput(GOOD, "", "-i", "-");

    assertThat(console.status()).isZero();
    assertThat(log())
        .contains("adding match pattern=\"**\" type=\"stdout\"", "--inline-config -", "deprecated");
  }

  @Test
  void helpShowsFlagsInGroupsAndTheCommands() {
    TestConsole console = new TestConsole().run("", "--help");

    assertThat(console.status()).isZero();
    assertThat(console.out())
        .contains("Configuration:", "Log:", "Process:", "Plugins:", "Commands:")
        .doesNotContain("winsvc", "under-supervisor");
    assertThat(console.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void versionIsOneLine() {
    TestConsole console = new TestConsole().run("", "--version");

    assertThat(console.status()).isZero();
    assertThat(console.out()).startsWith("millrace ").hasLineCount(1);
  }
}
