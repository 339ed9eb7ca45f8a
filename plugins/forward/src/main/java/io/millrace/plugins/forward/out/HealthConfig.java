package io.millrace.plugins.forward.out;

import io.millrace.api.Param;
import java.time.Duration;
import java.util.Locale;

/** How servers are watched. */
public record HealthConfig(
    @Param(
            doc =
                "How servers are asked whether they are there: transport (connect and shake hands),"
                    + " udp, or none; tcp is an old name of transport.",
            def = "transport")
        Type heartbeatType,
    @Param(doc = "Time between two heartbeats.", def = "1s") Duration heartbeatInterval,
    @Param(doc = "How long a server must answer again before it is used again.", def = "10s")
        Duration recoverWait,
    @Param(doc = "How long a server may be silent, and how long a handshake may take.", def = "60s")
        Duration hardTimeout,
    @Param(doc = "How unlikely the silence of a server must be for it to be away.", def = "16")
        int phiThreshold,
    @Param(doc = "Whether silence is judged by the intervals seen so far.", def = "true")
        boolean phiFailureDetector) {
  /** What a heartbeat is. */
  public enum Type {
    /** A connection as for events. */
    TRANSPORT,
    /** Old name of {@link #TRANSPORT}. */
    TCP,
    /** A datagram. */
    UDP,
    /** There are none: a server counts as there. */
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the times. */
  public HealthConfig {
    if (heartbeatInterval.isZero() || heartbeatInterval.isNegative()) {
      throw new IllegalArgumentException(
          "heartbeat_interval must be more than 0 seconds, not " + heartbeatInterval);
    }
    if (hardTimeout.isZero() || hardTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "hard_timeout must be more than 0 seconds, not " + hardTimeout);
    }
  }

  /** Whether servers are watched at all. */
  boolean watches() {
    return heartbeatType != Type.NONE;
  }

  /** Heartbeats a server must have answered to be used again. */
  int recoverSamples() {
    return (int) (recoverWait.toNanos() / heartbeatInterval.toNanos());
  }
}
