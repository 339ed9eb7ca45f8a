package io.millrace.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/**
 * Keeps a number of log files: the one that is written, and {@code .0}, {@code .1} and so on, the
 * newest first.
 *
 * <p>Source: Ruby's Logger with a number for its age.
 */
final class SizeRotation implements LogRotation {
  private final int files;
  private final long size;

  /** Keeps {@code files} of {@code size} bytes each, or a line more. */
  SizeRotation(int files, long size) {
    this.files = files;
    this.size = size;
  }

  @Override
  public void opened(Instant modified) {
    // only sizes count
  }

  @Override
  public boolean isDue(long bytes, Instant now) {
    return bytes > size;
  }

  @Override
  public void moveAway(Path file, Instant now) throws IOException {
    for (int i = files - 3; i >= 0; i--) {
      if (Files.exists(numbered(file, i))) {
        move(numbered(file, i), numbered(file, i + 1));
      }
    }
    move(file, numbered(file, 0));
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path numbered(Path file, int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
