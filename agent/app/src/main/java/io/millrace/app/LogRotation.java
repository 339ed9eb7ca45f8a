package io.millrace.app;

import io.millrace.event.time.Zone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** When a log file is moved away and a new one begun. Called by one thread at a time. */
interface LogRotation {
  /** Size that Ruby's logger takes where none is given. */
  long DEFAULT_SIZE = 1 << 20;

  /** Number of files that Ruby's logger keeps where no age is given. */
  int DEFAULT_FILES = 7;

  /** Tells that a file was opened whose last line is of {@code modified}. */
  void opened(Instant modified);

  /** Whether the file, which has {@code size} bytes, must be moved away before the next line. */
  boolean isDue(long size, Instant now);

  /** Moves {@code file} away. */
  void moveAway(Path file, Instant now) throws IOException;

  /**
   * The rotation that the settings ask for; empty if they ask for none.
   *
   * @param age {@code daily}, {@code weekly}, {@code monthly}, or how many files are kept
   * @param size bytes at which a file is moved away, if {@code age} is a number or missing
   * @throws IllegalArgumentException if {@code age} is something else
   */
  static Optional<LogRotation> of(Optional<String> age, Optional<Long> size, Zone zone) {
    if (age.isEmpty() && size.isEmpty()) {
      return Optional.empty();
    }
    String text = age.orElse(String.valueOf(DEFAULT_FILES));
    switch (text) {
      case "daily", "weekly", "monthly" -> {
        return Optional.of(
            new PeriodRotation(PeriodRotation.Period.valueOf(text.toUpperCase(Locale.ROOT)), zone));
      }
      default -> {
        // a number
      }
    }
    try {
      int files = Integer.parseInt(text);
      return files > 0
          ? Optional.of(new SizeRotation(files, size.orElse(DEFAULT_SIZE)))
          : Optional.empty();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "rotate age '" + text + "' of the log: expected daily, weekly, monthly or a number", e);
    }
  }
}
