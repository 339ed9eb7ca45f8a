package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, as somebody finds it in an unpacked distribution. */
class LauncherIT {
  private static final Path DISTRIBUTION =
      Path.of("..", "dist", "target", "millrace").toAbsolutePath().normalize();

  @TempDir Path dir;

  private record Outcome(int status, String output) {}

  private Outcome run(Path directory, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), output);
  }

  @Test
  void worksThroughASymbolicLinkFromAnyDirectoryAndInPathsWithSpaces() throws Exception {
    Path home = dir.resolve("a place with spaces");
    copy(DISTRIBUTION, home);
    Path link = Files.createSymbolicLink(dir.resolve("mill race"), home.resolve("bin/millrace"));
    Path config =
        Files.writeString(dir.resolve("my fluent.conf"), "<match **>\n  @type stdout\n</match>\n");

    Outcome outcome =
        run(Path.of("/"), Map.of(), link.toString(), "-c", config.toString(), "--dry-run");

    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("finished dry run mode");
  }

  @Test
  void findsAnotherJavaWhenJavaHomeHasNone() throws Exception {
    Outcome outcome =
        run(
            dir,
            Map.of("JAVA_HOME", dir.toString()),
            DISTRIBUTION.resolve("bin/millrace").toString(),
            "--version");

    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output()).startsWith("millrace ");
  }

  @Test
  void refusesAProfileThatItDoesNotHave() throws Exception {
    Outcome outcome =
        run(dir, Map.of(), DISTRIBUTION.resolve("bin/millrace").toString(), "--profile=tiny");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.output()).contains("--profile=tiny", "default and small");
  }

  @Test
  void setsTheUmaskBeforeItStartsTheAgent() throws Exception {
    Path config =
        Files.writeString(dir.resolve("fluent.conf"), "<match **>\n  @type stdout\n</match>\n");
    Path log = dir.resolve("agent.log");
    String launcher = DISTRIBUTION.resolve("bin/millrace").toString();

    Outcome outcome =
        run(
            dir,
            Map.of(),
            launcher,
            "--umask",
            "037",
            "-c",
            config.toString(),
            "-o",
            log.toString(),
            "--dry-run");

    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-r-----");
    assertThat(run(dir, Map.of(), launcher, "--umask=9").output())
        .contains("--umask 9: expected an octal number");
  }

  @Test
  void refusesAUserThatThereIsNotOrThatItCannotChangeTo() throws Exception {
    Outcome outcome =
        run(
            dir,
            Map.of(),
            DISTRIBUTION.resolve("bin/millrace").toString(),
            "--user=no-such-user",
            "--dry-run");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.output()).contains("--user no-such-user: ");
  }

  @Test
  void passesCommandsOn() throws Exception {
    Outcome outcome =
        run(dir, Map.of(), DISTRIBUTION.resolve("bin/millrace").toString(), "help", "cat");

    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output()).startsWith("Usage: millrace cat");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
          target.toFile().setExecutable(Files.isExecutable(file));
        }
      }
    }
    assertThat(List.of(to.resolve("bin/millrace"), to.resolve("lib"))).allMatch(Files::exists);
  }
}
