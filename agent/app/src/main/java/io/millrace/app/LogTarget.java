package io.millrace.app;

import io.millrace.api.Size;
import io.millrace.engine.graph.SystemConfig;
import io.millrace.event.time.Zone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where flags and configuration together send the log; a flag comes before its parameter.
 *
 * @param path the file; empty or {@code -} for standard output
 * @param rotateAge generations or a period
 * @param rotateSize bytes
 */
record LogTarget(Optional<String> path, Optional<String> rotateAge, Optional<Long> rotateSize) {
  /** What the flags alone say. */
  static LogTarget of(LogFlags flags) {
    return new LogTarget(flags.path, flags.rotateAge, flags.rotateSize);
  }

  /** This, with the rest from {@code section}. */
  LogTarget or(SystemConfig.Log section) {
    return new LogTarget(
        path.or(section::path),
        rotateAge.or(section::rotateAge),
        rotateSize.or(() -> section.rotateSize().map(Size::bytes)));
  }

  /** The file, if it is one. */
  Optional<Path> file() {
    return path.filter(name -> !name.equals("-")).map(Path::of);
  }

  /**
   * Opens it.
   *
   * @throws IOException if the file cannot be opened
   * @throws IllegalArgumentException if there is no such rotation
   */
  LogOutput open() throws IOException {
    return new LogOutput(file(), rotation(), InstantSource.system());
  }

  /**
   * When a new file is begun.
   *
   * @throws IllegalArgumentException if there is no such rotation
   */
  Optional<LogRotation> rotation() {
    return LogRotation.of(rotateAge, rotateSize, Zone.local());
  }
}
