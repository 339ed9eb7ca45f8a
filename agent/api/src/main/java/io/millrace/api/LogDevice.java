package io.millrace.api;

import io.millrace.event.ByteSlice;
import java.util.Optional;

/**
 * Where the log goes, for plugins that write lines of their own to it. A service of the process.
 */
public interface LogDevice {
  /** Writes {@code lines}, line ends included, as they are. */
  void write(ByteSlice lines);

  /** The file it goes to now, which a reload may change; empty for standard output. */
  default Optional<String> path() {
    return Optional.empty();
  }
}
