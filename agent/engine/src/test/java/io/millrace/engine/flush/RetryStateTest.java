package io.millrace.engine.flush;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The retry timeline by itself. */
class RetryStateTest {
  private static final Instant WALL = Instant.ofEpochSecond(1_700_000_000);

  /** Any origin, also one that overflows on the way. */
  private static final long START = Long.MAX_VALUE - 5;

  private static RetryPolicy policy(
      Duration timeout, Optional<Duration> maxInterval, boolean randomize) {
    return new RetryPolicy(
        RetryPolicy.Type.EXPONENTIAL_BACKOFF,
        Duration.ofSeconds(1),
        2,
        maxInterval,
        timeout,
        OptionalInt.empty(),
        false,
        randomize,
        OptionalDouble.empty());
  }

  /** Fails at each next time until it is over; the number of steps. */
  private static int stepsUntilOver(RetryState state) {
    while (!state.isOver()) {
      failAtNextTime(state);
    }
    return state.steps();
  }

  private static void failAtNextTime(RetryState state) {
    state.failed(next(state));
  }

  /** When the next try is due, on the clock of the timeline. */
  private static long next(RetryState state) {
    return START + state.untilNext(START).toNanos();
  }

  @Test
  void theSeventeenthStepReachesSeventyTwoHoursAndTheNextOneEndsIt() {
    RetryState state =
        new RetryState(policy(Duration.ofHours(72), Optional.empty(), false), WALL, START, () -> 0);

    assertThat(stepsUntilOver(state)).isEqualTo(18);
    assertThat(state.untilNext(START)).isEqualTo(Duration.ofHours(72));
  }

  @Test
  void theLongestIntervalCapsTheWait() {
    RetryState state =
        new RetryState(
            policy(Duration.ofHours(1), Optional.of(Duration.ofSeconds(5)), false),
            WALL,
            START,
            () -> 0);
    for (int i = 0; i < 6; i++) {
      failAtNextTime(state);
    }

    long before = next(state);
    state.failed(before);

    assertThat(state.untilNext(before)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aFailureBeforeTheNextTimeIsNoStep() {
    RetryState state =
        new RetryState(policy(Duration.ofHours(1), Optional.empty(), false), WALL, START, () -> 0);

    state.failed(START + 300_000_000);

    assertThat(state.steps()).isZero();
    assertThat(state.untilNext(START)).isEqualTo(Duration.ofMillis(1300));
  }

  @Test
  void randomWaitsStayWithinAnEighth() {
    RetryPolicy policy = policy(Duration.ofHours(1), Optional.empty(), true);
    RetryState shortest = new RetryState(policy, WALL, START, () -> 0);
    RetryState longest = new RetryState(policy, WALL, START, () -> 1);

    shortest.failed(START + 1_000_000_000);
    longest.failed(START + 1_000_000_000);

    assertThat(shortest.untilNext(START)).isEqualTo(Duration.ofMillis(1000 + 1750));
    assertThat(longest.untilNext(START)).isEqualTo(Duration.ofMillis(1000 + 2250));
  }

  @Test
  void aWaitThatOverflowsFallsBackToTheLastFiniteOne() {
    RetryPolicy policy =
        new RetryPolicy(
            RetryPolicy.Type.EXPONENTIAL_BACKOFF,
            Duration.ofSeconds(1),
            1e200,
            Optional.empty(),
            Duration.ofHours(1),
            OptionalInt.empty(),
            true,
            false,
            OptionalDouble.empty());

    assertThat(policy.interval(5)).isEqualTo(1e200);
    RetryState state = new RetryState(policy, WALL, START, () -> 0);
    failAtNextTime(state);
    assertThat(state.untilNext(START)).isGreaterThan(Duration.ofDays(1000));
  }
}
