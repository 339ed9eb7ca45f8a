package io.millrace.devstack.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts an output's chunks by the names of their files, as Fluentd writes them: {@code
 * *.b<id>.log} is staged, {@code *.q<id>.log} is queued.
 */
final class BufferFolder {
  private final Path folder;

  /**
   * How many chunks there are.
   *
   * @param staged chunks that still take events
   * @param queued chunks that wait for delivery or are being delivered
   */
  record Chunks(int staged, int queued) {}

  BufferFolder(Path folder) {
    this.folder = folder;
  }

  /** The chunks at this moment; none when the agent has not made the folder yet. */
  Chunks chunks() {
    if (!Files.isDirectory(folder)) {
      return new Chunks(0, 0);
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      return new Chunks(count(names, "b"), count(names, "q"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the buffer in " + folder, e);
    }
  }

  private static int count(List<String> names, String state) {
    String pattern = "(.*\\.)?" + state + "[0-9a-f]+\\.log";
    return (int) names.stream().filter(name -> name.matches(pattern)).count();
  }
}
