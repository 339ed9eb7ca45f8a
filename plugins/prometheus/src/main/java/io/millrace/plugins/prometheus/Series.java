package io.millrace.plugins.prometheus;

/**
 * The value of a metric for one set of labels. Updates take no lock.
 *
 * <p>Who updates a series marks it before and asks whether it is {@linkplain #isGone gone} after
 * that; if so it does the update again in a new one. So an update is in a series that is shown, or
 * in one that expired before it.
 */
abstract class Series {
  private volatile boolean used;
  private volatile boolean gone;
  private volatile boolean kept;
  private long idleSince; // guarded by the family

  /** Adds to a counter; observes in a distribution; sets a gauge. */
  abstract void update(Kind kind, double value);

  final void mark() {
    if (!used) { // reading is cheaper than writing what others read
      used = true;
    }
  }

  final boolean isGone() {
    return gone;
  }

  /** Whether nobody used it for {@code nanos}; it is gone then. */
  final boolean expire(long now, long nanos) {
    if (used || kept) {
      used = false;
      idleSince = now;
      return false;
    }
    if (now - idleSince < nanos) {
      return false;
    }
    gone = true;
    gone = !used;
    return gone;
  }

  final void bornAt(long now) {
    idleSince = now;
  }

  /** It never expires. */
  final void keep() {
    kept = true;
  }

  final void end() {
    gone = true;
  }
}
