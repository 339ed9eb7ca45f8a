package io.millrace.devstack.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where everything of a run is written; removed at the end unless it is to be kept. */
final class Folder implements AutoCloseable {
  private final Path path;
  private final boolean kept;

  private Folder(Path path, boolean kept) {
    this.path = path;
    this.kept = kept;
  }

  /**
   * Makes the folder.
   *
   * @param keep the folder to use and keep; empty: a new temporary one
   * @throws IllegalArgumentException when the folder to keep has something in it: another run's
   *     objects would be counted as this one's
   */
  static Folder open(Optional<Path> keep) {
    try {
      if (keep.isEmpty()) {
        return new Folder(Files.createTempDirectory("millrace-quickstart-"), false);
      }
      Path path = Files.createDirectories(keep.get());
      if (!entries(path).isEmpty()) {
        throw new IllegalArgumentException(
            "--keep: '" + path + "' is not empty. Name a new folder, or remove what is in it.");
      }
      return new Folder(path.toRealPath(), true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create a folder for this run", e);
    }
  }

  private static List<Path> entries(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.toList();
    }
  }

  Path path() {
    return path;
  }

  boolean kept() {
    return kept;
  }

  /** Makes a folder in it. */
  Path make(String name) {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create " + path.resolve(name), e);
    }
  }

  @Override
  public void close() {
    if (kept) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + path, e);
    }
  }
}
