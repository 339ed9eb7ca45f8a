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
  private static final Instant START = Instant.ofEpochSecond(1_700_000_000);

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
      state.failed(state.nextTime());
    }
    return state.steps();
  }

  @Test
  void theSeventeenthStepReachesSeventyTwoHoursAndTheNextOneEndsIt() {
    RetryState state =
        new RetryState(policy(Duration.ofHours(72), Optional.empty(), false), START, () -> 0);

    assertThat(stepsUntilOver(state)).isEqualTo(18);
    assertThat(state.nextTime()).isEqualTo(START.plus(Duration.ofHours(72)));
  }

  @Test
  void theLongestIntervalCapsTheWait() {
    RetryState state =
        new RetryState(
            policy(Duration.ofHours(1), Optional.of(Duration.ofSeconds(5)), false), START, () -> 0);
    for (int i = 0; i < 6; i++) {
      state.failed(state.nextTime());
    }

    Instant before = state.nextTime();
    state.failed(before);

    assertThat(Duration.between(before, state.nextTime())).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aFailureBeforeTheNextTimeIsNoStep() {
    RetryState state =
        new RetryState(policy(Duration.ofHours(1), Optional.empty(), false), START, () -> 0);

    state.failed(START.plusMillis(300));

    assertThat(state.steps()).isZero();
    assertThat(state.nextTime()).isEqualTo(START.plusMillis(1300));
  }

  @Test
  void randomWaitsStayWithinAnEighth() {
    RetryPolicy policy = policy(Duration.ofHours(1), Optional.empty(), true);
    RetryState shortest = new RetryState(policy, START, () -> 0);
    RetryState longest = new RetryState(policy, START, () -> 1);

    shortest.failed(START.plusSeconds(1));
    longest.failed(START.plusSeconds(1));

    assertThat(shortest.nextTime()).isEqualTo(START.plusMillis(1000 + 1750));
    assertThat(longest.nextTime()).isEqualTo(START.plusMillis(1000 + 2250));
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
    RetryState state = new RetryState(policy, START, () -> 0);
    state.failed(state.nextTime());
    assertThat(state.nextTime()).isAfter(START.plus(Duration.ofDays(1000)));
  }
}
