package io.millrace.devstack.quickstart;

/** How many events are due: a fixed rate, counted from the first question on. */
final class Pace {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double perSecond;
  private final int most;
  private long last = -1;
  private double owed;

  /**
   * A pace.
   *
   * @param perSecond events per second, whole or not
   * @param most how many can be due at once: what is missed while the other side stalls is left out
   */
  Pace(double perSecond, int most) {
    this.perSecond = perSecond;
    this.most = most;
  }

  /**
   * Events due since the last call; they count as done.
   *
   * @param now {@link System#nanoTime}
   */
  int due(long now) {
    if (last >= 0) {
      owed = Math.min(most, owed + perSecond * (now - last) / NANOS_PER_SECOND);
    }
    last = now;
    int whole = (int) owed;
    owed -= whole;
    return whole;
  }
}
