package io.millrace.engine.route;

import io.millrace.api.ErrorSink;
import io.millrace.api.Plugin;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * One filter of a configuration with what the chain needs of it.
 *
 * @param plugin a {@link io.millrace.api.Filter} or {@link io.millrace.api.StreamFilter}
 * @param errors takes the events it threw on
 * @param records counts the events that left it
 * @param bytes counts their packed bytes, if they are counted
 */
public record FilterStage(
    Plugin plugin, ErrorSink errors, LongAdder records, Optional<LongAdder> bytes) {
  /** One whose bytes are not counted. */
  public FilterStage(Plugin plugin, ErrorSink errors, LongAdder records) {
    this(plugin, errors, records, Optional.empty());
  }
}
