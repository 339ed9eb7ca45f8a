package io.millrace.plugins.forward.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Values follow from the formula of Fluentd's out_forward: phi = t / mean' / ln 10. */
class FailureDetectorTest {
  /** Before an overflow: the clock may stand anywhere. */
  private static final long START = Long.MAX_VALUE - seconds(5);

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private final FailureDetector detector =
      new FailureDetector(Duration.ofSeconds(1), Duration.ofSeconds(60), START);

  @Test
  void silenceBecomesUnlikelyWithTime() {
    for (int i = 1; i <= 10; i++) {
      detector.add(START + seconds(i));
    }
    long last = START + seconds(10);

    assertThat(detector.phi(last + seconds(1))).isCloseTo(1 / Math.log(10), within(1e-6));
    assertThat(detector.phi(last + seconds(36))).isCloseTo(36 / Math.log(10), within(1e-6));
    assertThat(detector.phi(last + seconds(36))).isLessThan(16);
    assertThat(detector.phi(last + seconds(37))).isGreaterThan(16);
  }

  @Test
  void laterGapsCountMore() {
    detector.add(START + seconds(4));

    // gaps 1 s (weight 1) and 4 s (weight 2): mean 3 s, so that 6 s of silence are two means
    assertThat(detector.phi(START + seconds(10))).isCloseTo(6 / 3.0 / Math.log(10), within(1e-6));
  }

  @Test
  void aLongSilenceNeedsNoStatistics() {
    assertThat(detector.isHardTimeout(START + seconds(60))).isFalse();
    assertThat(detector.isHardTimeout(START + seconds(61))).isTrue();
  }

  @Test
  void countsSignsOfLifeAnewOnceCleared() {
    detector.clear();

    assertThat(detector.samples()).isZero();
    assertThat(detector.phi(START)).isZero();

    detector.add(START + seconds(100));
    detector.add(START + seconds(101));

    assertThat(detector.samples()).isEqualTo(2);
    assertThat(detector.isHardTimeout(START + seconds(102))).isFalse();
  }

  @Test
  void keepsTheLastThousandGaps() {
    for (int i = 1; i <= 3000; i++) {
      detector.add(START + seconds(2L * i));
    }

    assertThat(detector.samples()).isEqualTo(1000);
    assertThat(detector.phi(START + seconds(6002))).isCloseTo(2 / 2.0 / Math.log(10), within(1e-6));
  }
}
