package io.millrace.plugins.filter.throttle;

/**
 * What a group may do.
 *
 * @param period seconds
 * @param events events that pass in a period
 * @param resetRate events in a second below which a group may begin anew; -1 with each period
 * @param warningDelay seconds between two warnings
 */
record Limits(int period, int events, int resetRate, int warningDelay) {
  /** Events in a second that the limit comes to. */
  int rate() {
    return events / period;
  }

  /** The period that holds {@code millis}. */
  long periodOf(long millis) {
    return Math.floorDiv(Math.floorDiv(millis, 1000), period);
  }

  /** How long a group that nothing comes of is remembered, in ms. */
  long memoryMillis() {
    return 2000L * period;
  }
}
