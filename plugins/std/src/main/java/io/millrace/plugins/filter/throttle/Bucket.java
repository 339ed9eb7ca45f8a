package io.millrace.plugins.filter.throttle;

/**
 * What came of one group: the events that passed in this period, and about how many come in a
 * second. Guarded by the lock of its {@link Buckets}.
 */
final class Bucket {
  /** What becomes of an event. */
  enum Answer {
    /** It passes. */
    PASS,
    /** It passes, the first after too many. */
    PASS_AGAIN,
    /** It is too much. */
    TOO_MUCH
  }

  private final Limits limits;
  private int passed;
  private boolean exhausted;
  private long periodStart;
  private int counted;
  private long countedSince;
  private long rate;
  private long lastWarning;
  private boolean warned;

  Bucket(Limits limits, long nowMillis) {
    this.limits = limits;
    this.periodStart = nowMillis;
    this.countedSince = nowMillis;
  }

  /** Decides about an event that comes now. */
  Answer take(long nowMillis) {
    count(nowMillis);
    Answer answer = Answer.PASS;
    if (limits.periodOf(nowMillis) > limits.periodOf(periodStart)) {
      if (exhausted && limits.resetRate() != -1) {
        if (rate >= limits.resetRate()) {
          return Answer.TOO_MUCH;
        }
        answer = Answer.PASS_AGAIN;
      }
      exhausted = false;
      passed = 0;
      periodStart = nowMillis;
    } else if (exhausted) {
      return Answer.TOO_MUCH;
    }
    passed++;
    if (passed > limits.events()) {
      exhausted = true;
      return Answer.TOO_MUCH;
    }
    return answer;
  }

  /** Measures the rate, at most once a second. */
  private void count(long nowMillis) {
    counted++;
    long since = nowMillis - countedSince;
    if (since >= 1000) {
      rate = Math.round(1000.0 * counted / since);
      counted = 0;
      countedSince = nowMillis;
    }
  }

  /** Whether it is time for a warning, which counts as given then. */
  boolean warns(long nowMillis) {
    if (warned && nowMillis - lastWarning < 1000L * limits.warningDelay()) {
      return false;
    }
    warned = true;
    lastWarning = nowMillis;
    return true;
  }

  /** Events in a second, about. */
  long rate(long nowMillis) {
    long since = nowMillis - periodStart;
    return Math.max(rate, since > 0 ? Math.round(1000.0 * passed / since) : rate);
  }

  /** Whether nothing came for so long that it can be forgotten. */
  boolean isForgotten(long nowMillis) {
    return nowMillis - countedSince > limits.memoryMillis();
  }
}
