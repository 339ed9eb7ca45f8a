package io.millrace.plugins.elasticsearch;

import io.millrace.api.PluginContext;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the destination takes what it is sent. Logs a change of state, not each failure. Safe for
 * use by several threads.
 */
final class Health {
  private final PluginContext context;
  private final String destination;
  private @Nullable Instant downSince; // guarded by this

  Health(PluginContext context, String destination) {
    this.context = context;
    this.destination = destination;
  }

  /** A chunk could not be delivered. */
  synchronized void down(Throwable why) {
    if (downSince == null) {
      downSince = context.clock().instant();
      context
          .log()
          .warn(
              "cannot write to Elasticsearch: events stay in the buffer and are sent again as"
                  + " retry_wait of its <buffer> says destination={} reason={}",
              destination,
              String.valueOf(why.getMessage()));
    }
  }

  /** A chunk was delivered. */
  synchronized void up() {
    if (downSince != null) {
      Duration down = Duration.between(downSince, context.clock().instant());
      downSince = null;
      context
          .log()
          .info(
              "writes to Elasticsearch again destination={} down_for={}s",
              destination,
              down.toSeconds());
    }
  }
}
