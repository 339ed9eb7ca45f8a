package io.millrace.plugins.forward;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Says why senders were turned away, without letting them fill the log: the same reason for the
 * same host is told once a minute, so are at most {@value #MOST} reasons and hosts together, and
 * the minute's end tells how many lines were left out. Safe for use by several threads.
 */
final class PeerLog {
  private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST = 256;
  private static final int LONGEST = 300;

  private final Logger log;
  private final Set<String> told = new HashSet<>(); // guarded by this
  private long began = System.nanoTime(); // guarded by this
  private long leftOut; // guarded by this

  PeerLog(Logger log) {
    this.log = log;
  }

  /** A warning; {@code reason} is one of few, {@code detail} may be anything a sender chooses. */
  void warn(String reason, Peer peer, String detail) {
    if (isNew(reason, peer)) {
      log.warn("{} {} {}", reason, peer, shortened(detail));
    }
  }

  /** As {@link #warn}, of something that was not to be. */
  void error(String reason, Peer peer, String detail) {
    if (isNew(reason, peer)) {
      log.error("{} {} {}", reason, peer, shortened(detail));
    }
  }

  private static String shortened(String detail) {
    return detail.length() > LONGEST ? detail.substring(0, LONGEST) + "..." : detail;
  }

  private synchronized boolean isNew(String reason, Peer peer) {
    long now = System.nanoTime();
    if (now - began > WINDOW) {
      if (leftOut > 0) {
        log.warn("more senders were turned away for reasons told before count={}", leftOut);
      }
      told.clear();
      began = now;
      leftOut = 0;
    }
    boolean isNew = told.size() < MOST && told.add(reason + ' ' + peer.host());
    leftOut += isNew ? 0 : 1;
    return isNew;
  }
}
