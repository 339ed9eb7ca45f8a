package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code @fluent-org/logger} on the machine's Node.js. Installed once, by the machine's npm, into a
 * directory of the build.
 */
final class NodeLogger {
  private static final String PACKAGE = "@fluent-org/logger@1.0.10";
  private static final Pattern SENT = Pattern.compile("\\{\"sent\":(\\d+),\"failed\":(\\d+).*}");
  private static final long MINUTES = 3;

  private final Path directory;

  private NodeLogger(Path directory) {
    this.directory = directory;
  }

  /** Why it cannot be had here; empty if it can. */
  static Optional<String> obstacle() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.of("node", "npm")
        .filter(
            program ->
                Stream.of(path.split(":"))
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, program))))
        .findFirst()
        .map(program -> "no " + program + " on the PATH: install Node.js to run this test");
  }

  /** Installs the package into {@code directory}, unless it is there. */
  static NodeLogger install(Path directory) throws IOException, InterruptedException {
    NodeLogger logger = new NodeLogger(Files.createDirectories(directory));
    if (!Files.isDirectory(directory.resolve("node_modules/@fluent-org/logger"))) {
      logger.run("npm", "install", "--no-save", "--no-package-lock", "--silent", PACKAGE);
    }
    try (InputStream script = NodeLogger.class.getResourceAsStream("interop.js")) {
      Files.copy(
          Objects.requireNonNull(script, "interop.js"),
          directory.resolve("interop.js"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    return logger;
  }

  /** Runs the script; how many events the client says have arrived. None may have failed. */
  int send(String json) throws IOException, InterruptedException {
    String said = run("node", "interop.js", json);
    Matcher sent = SENT.matcher(said);
    assertThat(sent.find()).as("what the client said: %s", said).isTrue();
    assertThat(sent.group(2)).as("events that failed: %s", said).isEqualTo("0");
    return Integer.parseInt(sent.group(1));
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path said = Files.createTempFile(directory, "said", ".txt");
    List<String> words = new ArrayList<>(List.of(command));
    Process process =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      String text = Files.readString(said, StandardCharsets.UTF_8);
      assertThat(ended).as("%s ends; it said: %s", words, text).isTrue();
      assertThat(process.exitValue()).as("%s: %s", words, text).isZero();
      return text;
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }
}
