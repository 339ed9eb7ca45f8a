package io.millrace.plugins.prometheus;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The value of a metric for one set of labels. Updates take no lock.
 *
 * <p>Who updates a series marks it before and asks whether it is {@linkplain #isGone gone} after
 * that; if so it does the update again in a new one. A series that is gone stays so, and is not
 * shown: no update is shown twice, and none is lost.
 */
abstract class Series {
  /** What is known of the use of a series. */
  private enum Use {
    /** Somebody updated it since the last look. */
    USED,
    /** Nobody did. */
    IDLE,
    /** It is not shown any more. */
    GONE
  }

  private final AtomicReference<Use> use = new AtomicReference<>(Use.IDLE);
  private volatile boolean kept;
  private long idleSince; // guarded by the family

  /** Adds to a counter; observes in a distribution; sets a gauge. */
  abstract void update(Kind kind, double value);

  final void mark() {
    if (use.get() == Use.IDLE) { // reading is cheaper than writing what others read
      use.compareAndSet(Use.IDLE, Use.USED);
    }
  }

  final boolean isGone() {
    return use.get() == Use.GONE;
  }

  /** Whether nobody used it for {@code nanos}; it is gone then. */
  final boolean expire(long now, long nanos) {
    if (kept || use.compareAndSet(Use.USED, Use.IDLE)) {
      idleSince = now;
      return false;
    }
    return now - idleSince >= nanos && use.compareAndSet(Use.IDLE, Use.GONE);
  }

  final void bornAt(long now) {
    idleSince = now;
  }

  /** It never expires. */
  final void keep() {
    kept = true;
  }

  final void end() {
    use.set(Use.GONE);
  }
}
