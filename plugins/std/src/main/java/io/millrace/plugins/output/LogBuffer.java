package io.millrace.plugins.output;

import io.millrace.api.BufferDefaults;
import java.util.List;
import java.util.Map;

/** Buffer settings of the outputs that are for looking at events. */
final class LogBuffer {
  /** Small chunks by tag, written at the end too. */
  static final BufferDefaults DEFAULTS =
      new BufferDefaults(
          List.of("tag"), Map.of("chunk_limit_size", "10240", "flush_at_shutdown", "true"));

  private LogBuffer() {}
}
