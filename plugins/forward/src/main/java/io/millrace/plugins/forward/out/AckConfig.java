package io.millrace.plugins.forward.out;

import io.millrace.api.Param;
import java.time.Duration;

/** Whether servers confirm what they have. */
public record AckConfig(
    @Param(
            doc = "Whether a chunk is kept until the server has confirmed it: at-least-once.",
            def = "false")
        boolean requireAckResponse,
    @Param(doc = "How long a server may take to confirm a chunk.", def = "190s")
        Duration ackResponseTimeout) {
  /** What the engine waits longer than this plugin, whose message says more. */
  private static final int MARGIN_SECONDS = 2;

  /** Checks the time. */
  public AckConfig {
    if (ackResponseTimeout.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "ack_response_timeout must be a positive integer, not " + ackResponseTimeout);
    }
  }

  /** When the engine gives up waiting, in seconds. */
  long commitSeconds() {
    return ackResponseTimeout.toSeconds() + MARGIN_SECONDS;
  }
}
