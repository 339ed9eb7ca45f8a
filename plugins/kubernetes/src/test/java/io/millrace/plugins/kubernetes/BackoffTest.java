package io.millrace.plugins.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.TestConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long to wait between two tries. */
class BackoffTest {
  private final Backoff backoff = new Backoff(TestConfig.bind(CacheConfig.class));

  @Test
  void waitsLongerEachTimeUpToAMinute() {
    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
      assertThat(backoff.next())
          .isBetween(Duration.ofMillis(seconds * 500), Duration.ofSeconds(seconds));
    }
    assertThat(backoff.failures()).isEqualTo(9);
  }

  @Test
  void beginsAnewWhenItWorked() {
    backoff.next();
    backoff.next();
    backoff.reset();

    assertThat(backoff.failures()).isZero();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void neverTriesAgainAtOnce() {
    Backoff eager = new Backoff(TestConfig.bind(CacheConfig.class, "watch_retry_interval 0"));

    assertThat(eager.next()).isPositive();
    assertThat(eager.next()).isPositive();
  }

  @Test
  void staysBoundedAfterVeryManyFailures() {
    for (int i = 0; i < 5000; i++) {
      backoff.next();
    }

    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMinutes(1));
  }
}
