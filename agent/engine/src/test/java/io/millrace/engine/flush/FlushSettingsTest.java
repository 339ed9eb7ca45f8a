package io.millrace.engine.flush;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often the stage is looked at. */
class FlushSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "interval, 60, , 600, PT5.454545454S",
    "interval, 1, , 600, PT1S",
    "interval, 60, 3600, 600, PT5.454545454S",
    "interval, 60, 22, 11, PT1S",
    "lazy, 60, 3600, 600, PT54.545454545S",
    "lazy, 60, , 600, ",
    "immediate, 60, , 600, ",
  })
  void theLookIntervalFollowsTheShortestPeriod(
      String mode, long interval, Long timekey, long wait, String expected) {
    FlushSettings settings =
        new FlushSettings(
            FlushMode.valueOf(mode.toUpperCase(java.util.Locale.ROOT)),
            Duration.ofSeconds(interval),
            Optional.ofNullable(timekey).map(Duration::ofSeconds),
            Duration.ofSeconds(wait),
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            true,
            Duration.ofSeconds(20));

    assertThat(settings.stageLookInterval())
        .isEqualTo(Optional.ofNullable(expected).map(Duration::parse));
  }
}
