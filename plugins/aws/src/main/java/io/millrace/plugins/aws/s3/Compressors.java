package io.millrace.plugins.aws.s3;

import io.millrace.event.Compression;
import io.millrace.event.Zstd;
import io.millrace.plugins.aws.ShellWords;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;

/** The compressors by what {@code store_as} calls them. */
final class Compressors {
  private static final int BUFFER = 1 << 16;

  private Compressors() {}

  /**
   * The compressor that {@code store_as} names; plain text, with a warning, if it names none.
   *
   * @throws IllegalArgumentException if it needs a command that is not there
   */
  static Compressor of(S3Config config, Logger log) {
    String name = config.storeAs();
    Optional<String> arguments = config.commandParameter();
    return switch (name) {
      case "gzip" -> gzip();
      case "gzip_command" -> gzipCommand(arguments.orElse(""), log);
      case "text" -> plain("txt", "text/plain");
      case "json" -> plain("json", "application/json");
      case "zstd" -> zstd(config.compress().level());
      case "lzo" -> external("lzo", "application/x-lzop", name, "lzop", arguments.orElse("-qf1"));
      case "lzma2" -> external("xz", "application/x-xz", name, "xz", arguments.orElse("-qf0"));
      case "parquet" ->
          throw new IllegalArgumentException(
              "store_as parquet is not supported yet; use json with <format> @type json, or gzip");
      default -> {
        log.warn(
            "store_as {} is not known: objects are stored as text. Known are gzip, gzip_command,"
                + " json, text, zstd, lzo, lzma2",
            name);
        yield plain("txt", "text/plain");
      }
    };
  }

  private static Compressor gzipCommand(String arguments, Logger log) {
    return new FallbackCompressor(
        new CommandCompressor("gz", "application/x-gzip", command("gzip", arguments, "-c")),
        gzip(),
        log);
  }

  private static Compressor gzip() {
    return new StreamCompressor(
        "gz", "application/x-gzip", Compression.GZIP, out -> new GZIPOutputStream(out, BUFFER));
  }

  private static Compressor plain(String extension, String contentType) {
    return new StreamCompressor(extension, contentType, Compression.TEXT, out -> out);
  }

  private static Compressor zstd(int level) {
    return new StreamCompressor(
        "zst", "application/x-zst", Compression.ZSTD, out -> Zstd.output(out, level));
  }

  private static Compressor external(
      String extension, String contentType, String storeAs, String command, String arguments) {
    if (!onPath(command)) {
      throw new IllegalArgumentException(
          "store_as %s needs the command %s, which is not on the PATH; install it, or use gzip or zstd"
              .formatted(storeAs, command));
    }
    return new CommandCompressor(extension, contentType, command(command, arguments));
  }

  private static List<String> command(String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of(command));
    for (String argument : arguments) {
      words.addAll(ShellWords.split(argument));
    }
    return List.copyOf(words);
  }

  private static boolean onPath(String command) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String directory : path.split(File.pathSeparator)) {
      if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, command))) {
        return true;
      }
    }
    return false;
  }
}
