package io.millrace.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one configuration may take of memory and time, however its files include each other: a name
 * that matches too much, or a device, is refused instead of read for ever. One for each
 * configuration; for one thread.
 */
final class ReadLimits {

  /** How deep sections may nest, those around an include counted. */
  static final int MAX_DEPTH = 100;

  /** How large one file may be, in bytes. */
  static final int MAX_FILE = 16 << 20;

  /** How large all files may be together, each as often as it is read, in bytes. */
  private static final long MAX_TOTAL = 64L << 20;

  /** How often files may be read. */
  private static final int MAX_READS = 10_000;

  private long total;
  private int reads;

  /**
   * The bytes of a file.
   *
   * @throws IOException if it cannot be read, or one of the limits is passed
   */
  byte[] read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory; name the files in it, such as " + file + "/*");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /** The bytes of a stream, which is left open. */
  byte[] read(InputStream in, String name) throws IOException {
    if (++reads > MAX_READS) {
      throw new IOException(
          "more than " + MAX_READS + " files are included; does a pattern match too much?");
    }
    byte[] bytes = in.readNBytes(MAX_FILE + 1);
    if (bytes.length > MAX_FILE) {
      throw new IOException(
          name + " is larger than " + (MAX_FILE >> 20) + " MiB, which no configuration is");
    }
    total += bytes.length;
    if (total > MAX_TOTAL) {
      throw new IOException(
          "the files of this configuration are larger than " + (MAX_TOTAL >> 20) + " MiB together");
    }
    return bytes;
  }
}
