package io.millrace.devstack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;

/**
 * Runs a {@link DevStack} until standard input ends or a signal comes. Prints what a client needs
 * as lines a shell can evaluate, then the line {@code # ready}.
 */
public final class DevStackMain {
  private static final String USAGE =
      """
      usage: DevStackMain [option]...
        --env FILE                also write the export lines to FILE, when all is ready
        --store FOLDER            keep S3 objects as files in FOLDER (default: in memory)
        --bucket NAME             name of the bucket
        --elasticsearch-port N    default: a free port; the same for the next two
        --s3-port N
        --sts-port N
      """;

  private DevStack.Options options = DevStack.Options.defaults();
  private Optional<Path> environmentFile = Optional.empty();

  private DevStackMain() {}

  /**
   * Runs the stack.
   *
   * @param args see the usage text, printed when they are wrong; the status is then 2
   * @throws IOException when the file of {@code --env} cannot be written
   */
  public static void main(String[] args) throws IOException {
    DevStackMain main = new DevStackMain();
    try {
      main.read(new ArrayDeque<>(List.of(args)));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(USAGE);
      System.exit(2);
    }
    main.run();
  }

  private void read(Queue<String> args) {
    while (!args.isEmpty()) {
      String option = args.remove();
      String value = args.poll();
      if (value == null) {
        throw new IllegalArgumentException(option + ": unknown, or its value is missing");
      }
      set(option, value);
    }
  }

  private void set(String option, String value) {
    options =
        switch (option) {
          case "--env" -> {
            environmentFile = Optional.of(Path.of(value));
            yield options;
          }
          case "--store" -> options.withS3(options.s3().withStore(Path.of(value).toAbsolutePath()));
          case "--bucket" -> options.withBucket(value);
          case "--elasticsearch-port" ->
              options.withElasticsearch(options.elasticsearch().withPort(port(option, value)));
          case "--s3-port" -> options.withS3(options.s3().withPort(port(option, value)));
          case "--sts-port" -> options.withSts(options.sts().withPort(port(option, value)));
          default -> throw new IllegalArgumentException(option + ": unknown option");
        };
  }

  private static int port(String option, String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is no port.
    }
    throw new IllegalArgumentException(option + ": '" + value + "' is not a port (0 to 65535)");
  }

  private void run() throws IOException {
    try (DevStack stack = DevStack.start(options)) {
      String exports = exports(stack.environment());
      if (environmentFile.isPresent()) {
        write(environmentFile.get(), exports);
      }
      System.out.print(exports);
      System.out.println("# ready");
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Whoever waits for the file must never see half of it. */
  private static void write(Path file, String exports) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, exports, StandardCharsets.UTF_8);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String exports(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(e -> "export " + e.getKey() + "='" + e.getValue().replace("'", "'\\''") + "'\n")
        .collect(Collectors.joining());
  }
}
