package io.millrace.plugins.buffer;

import io.millrace.api.ConfigException;
import io.millrace.api.PluginContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the chunk files of a buffer are, by its {@code path}.
 *
 * <p>Source: Fluentd's file buffer, path rules.
 */
final class BufferPaths {
  private static final String ANY = ".*";

  private BufferPaths() {}

  /**
   * The names of a {@code @type file} buffer; the first are those of new chunks, all may have left
   * ones.
   *
   * @throws ConfigException if {@code path} is missing
   */
  static List<ChunkNames> file(Optional<String> path, String suffix, PluginContext context) {
    Path given = given(path, context);
    if (isDirectory(given, path.isEmpty())) {
      return inDirectory(given, path.isEmpty(), "buffer.", suffix, context);
    }
    refuseWorkers(given, context);
    String name = given.getFileName().toString();
    if (!name.contains(".*.")) {
      name += name.endsWith(ANY) ? suffix : ANY + suffix;
    }
    int star = name.indexOf(ANY);
    return List.of(
        new ChunkNames(directoryOf(given), name.substring(0, star + 1), name.substring(star + 2)));
  }

  /** The names of a {@code @type file_single} buffer, as {@link #file}. */
  static List<ChunkNames> single(Optional<String> path, PluginContext context) {
    Path given = given(path, context);
    if (isDirectory(given, path.isEmpty())) {
      return inDirectory(given, path.isEmpty(), "fsb.", ".buf", context);
    }
    refuseWorkers(given, context);
    String name = given.getFileName().toString();
    if (name.contains(".*.")) {
      context
          .log()
          .warn(
              "'{}' in <buffer> path is ignored for file_single; chunk files are {}",
              name,
              directoryOf(given).resolve("fsb.*.buf"));
      return List.of(new ChunkNames(directoryOf(given), "fsb.", ".buf"));
    }
    String base = name.endsWith(ANY) ? name.substring(0, name.length() - 1) : name + ".";
    return List.of(new ChunkNames(directoryOf(given), base, ".buf"));
  }

  private static Path given(Optional<String> path, PluginContext context) {
    if (path.isPresent()) {
      return Path.of(path.get());
    }
    return context
        .storageDir()
        .map(dir -> dir.resolve("buffer"))
        .orElseThrow(
            () ->
                new ConfigException(
                    "buffer path is not configured. specify 'path' in <buffer>, or root_dir in"
                        + " <system> and @id"));
  }

  private static boolean isDirectory(Path path, boolean own) {
    return own
        || Files.isDirectory(path)
        || (!Files.exists(path) && !path.getFileName().toString().contains(ANY));
  }

  private static Path directoryOf(Path path) {
    Path parent = path.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private static List<ChunkNames> inDirectory(
      Path dir, boolean own, String prefix, String suffix, PluginContext context) {
    ChunkNames plain = new ChunkNames(dir, prefix, suffix);
    if (own || context.system().workers() < 2) {
      return List.of(plain);
    }
    int worker = context.system().workerId();
    List<ChunkNames> names = new ArrayList<>();
    names.add(new ChunkNames(dir.resolve("worker" + worker), prefix, suffix));
    if (worker == 0) {
      names.add(plain); // what was left by a process with one worker
    }
    return names;
  }

  private static void refuseWorkers(Path path, PluginContext context) {
    if (context.system().workers() > 1) {
      throw new ConfigException(
          "path '"
              + path
              + "' is a file prefix and cannot be shared by "
              + context.system().workers()
              + " workers; name a directory");
    }
  }
}
