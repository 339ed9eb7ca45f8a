package io.millrace.plugins.buffer;

import io.millrace.api.ChunkId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of the chunk files of one buffer: a path whose one {@code *} stands for state and identity,
 * {@code buffer.b<id>.log} for a staged chunk and {@code buffer.q<id>.log} for a queued one.
 *
 * @param dir where the files are
 * @param prefix what a name begins with, the dot included
 * @param suffix what a name ends with, the dot included
 */
record ChunkNames(Path dir, String prefix, String suffix) {
  private static final Pattern STATE_AND_ID =
      Pattern.compile("(?:(.*)\\.)?(b|q)([0-9a-f]{32}|[0-9a-f]{16})");

  /**
   * A file that is a chunk by its name.
   *
   * @param key what stands before the state, if anything
   * @param old whether Fluentd 0.12 named it: half as many digits, and a key before the state
   */
  record Found(Path file, boolean staged, ChunkId id, Optional<String> key, boolean old) {}

  Path staged(ChunkId id) {
    return dir.resolve(prefix + "b" + id.hex() + suffix);
  }

  Path queued(ChunkId id) {
    return dir.resolve(prefix + "q" + id.hex() + suffix);
  }

  /** The same names with {@code key} before the state. */
  ChunkNames withKey(String key) {
    return new ChunkNames(dir, prefix + key + ".", suffix);
  }

  /** Files in the directory that are chunks by their names. */
  List<Found> find() throws IOException {
    if (!Files.isDirectory(dir)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .flatMap(file -> parse(file).stream())
          .toList();
    }
  }

  /** The pattern as a user may know it; the same for every spelling of one directory. */
  String glob() {
    return dir.resolve(prefix + "*" + suffix).toAbsolutePath().normalize().toString();
  }

  /** What chunk {@code file} is by its name; empty if none. */
  Optional<Found> parse(Path file) {
    String name = file.getFileName().toString();
    if (!name.startsWith(prefix)
        || !name.endsWith(suffix)
        || name.length() < prefix.length() + suffix.length()) {
      return Optional.empty();
    }
    Matcher matcher =
        STATE_AND_ID.matcher(name.substring(prefix.length(), name.length() - suffix.length()));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String digits = matcher.group(3);
    boolean old = digits.length() == 16;
    return Optional.of(
        new Found(
            file,
            "b".equals(matcher.group(2)),
            ChunkId.parse(old ? digits + digits : digits),
            Optional.ofNullable(matcher.group(1)),
            old));
  }

  /** Where the metadata of a chunk file are. */
  static Path meta(Path file) {
    return file.resolveSibling(file.getFileName() + ".meta");
  }
}
