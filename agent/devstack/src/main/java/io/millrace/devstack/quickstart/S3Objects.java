package io.millrace.devstack.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The objects of a bucket that the S3 server keeps as files, one for each. An object never changes,
 * so each is read once. Not for several threads.
 */
final class S3Objects {
  private static final int READ_BYTES = 64 * 1024;

  private final Path bucket;
  private final Map<Path, Item> known = new HashMap<>();

  /**
   * An object.
   *
   * @param key its key
   * @param bytes its size, compressed
   * @param lines lines in it, decompressed
   * @param written when it was stored
   */
  record Item(String key, long bytes, long lines, Instant written) {}

  /**
   * The objects of one bucket.
   *
   * @param bucket the folder the server keeps it in
   */
  S3Objects(Path bucket) {
    this.bucket = bucket;
  }

  /** All objects, newest first. */
  List<Item> list() {
    List<Item> items = new ArrayList<>();
    for (Path file : files()) {
      read(file).ifPresent(items::add);
    }
    items.sort(Comparator.comparing(Item::written).thenComparing(Item::key).reversed());
    return items;
  }

  private List<Path> files() {
    if (!Files.isDirectory(bucket)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(bucket)) {
      return files.filter(file -> file.toString().endsWith(".gz")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the S3 objects in " + bucket, e);
    }
  }

  /** An object that is not complete yet is left for the next time. */
  private Optional<Item> read(Path file) {
    Item item = known.get(file);
    if (item != null) {
      return Optional.of(item);
    }
    try {
      String key = bucket.relativize(file).toString().replace('\\', '/');
      Instant written = Files.getLastModifiedTime(file).toInstant();
      item = new Item(key, Files.size(file), lines(file), written);
    } catch (IOException e) {
      return Optional.empty();
    }
    known.put(file, item);
    return Optional.of(item);
  }

  private static long lines(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), READ_BYTES)) {
      byte[] buffer = new byte[READ_BYTES];
      long lines = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            lines++;
          }
        }
      }
      return lines;
    }
  }
}
