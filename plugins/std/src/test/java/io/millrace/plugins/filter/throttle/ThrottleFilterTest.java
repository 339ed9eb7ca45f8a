package io.millrace.plugins.filter.throttle;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestContext;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many events throttle lets pass. */
class ThrottleFilterTest {
  private final TestContext context = new TestContext();

  @BeforeEach
  void aPeriodBegins() {
    context.manualClock().set(Instant.ofEpochSecond(1_700_000_040)); // a multiple of 60
  }

  private FilterDriver driver(String... lines) {
    return FilterDriver.of(context, "throttle", lines);
  }

  private static int passed(FilterDriver driver, int events, String record) {
    int passed = 0;
    for (int i = 0; i < events; i++) {
      passed += driver.run(event("t", 1, record)).size();
    }
    return passed;
  }

  private void later(int seconds) {
    context.manualClock().advance(Duration.ofSeconds(seconds));
  }

  @Test
  void eachGroupHasALimitOfItsOwnInAPeriod() {
    FilterDriver driver =
        driver("group_key a.b", "group_bucket_limit 3", "group_bucket_period_s 1");

    assertThat(passed(driver, 5, "{\"a\":{\"b\":1}}")).isEqualTo(3);
    assertThat(passed(driver, 2, "{\"a\":{\"b\":2}}")).isEqualTo(2);
    assertThat(passed(driver, 4, "{}")).isEqualTo(3);
    assertThat(context.count("dropped_records")).isEqualTo(3);
  }

  @Test
  void aGroupMayHaveSeveralKeys() {
    FilterDriver driver =
        driver("group_key a,$.b[0]", "group_bucket_limit 1", "group_reset_rate_s 0");

    assertThat(passed(driver, 2, "{\"a\":1,\"b\":[1]}")).isEqualTo(1);
    assertThat(passed(driver, 2, "{\"a\":1,\"b\":[2]}")).isEqualTo(1);
  }

  @Test
  void theNextPeriodBeginsAnewOnceTheRateHasFallen() {
    FilterDriver driver =
        driver("group_key k", "group_bucket_limit 60", "group_bucket_period_s 60");

    assertThat(passed(driver, 100, "{\"k\":1}")).isEqualTo(60);
    later(59);
    assertThat(passed(driver, 1, "{\"k\":1}")).isZero();
    later(1);
    assertThat(passed(driver, 100, "{\"k\":1}")).as("the rate is still above 1/s").isZero();
    later(60);
    assertThat(passed(driver, 1, "{\"k\":1}")).as("100 in 60 s are 2/s").isZero();
    later(10);
    assertThat(passed(driver, 100, "{\"k\":1}")).isEqualTo(60);
  }

  @Test
  void withoutAResetRateEachPeriodBeginsAnew() {
    FilterDriver driver =
        driver(
            "group_key k",
            "group_bucket_limit 10",
            "group_bucket_period_s 10",
            "group_reset_rate_s -1");

    assertThat(passed(driver, 50, "{\"k\":1}")).isEqualTo(10);
    later(10);
    assertThat(passed(driver, 50, "{\"k\":1}")).isEqualTo(10);
  }

  @Test
  void whatIsTooMuchMayBeReportedOnly() {
    FilterDriver driver =
        driver("group_key k", "group_bucket_limit 1", "group_reset_rate_s 0", "group_drop_logs no");

    assertThat(passed(driver, 5, "{\"k\":1}")).isEqualTo(5);
    assertThat(context.count("dropped_records")).isZero();
  }

  @Test
  void theGroupSeenLongestAgoIsForgotten() {
    FilterDriver driver =
        driver("group_key k", "group_bucket_limit 1", "group_reset_rate_s 0", "group_limit 1");

    int passed = 0;
    for (int round = 0; round < 2; round++) {
      for (int k = 0; k < 100; k++) {
        passed += passed(driver, 1, "{\"k\":" + k + "}");
      }
    }

    assertThat(passed).isGreaterThan(150);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> driver("group_bucket_period_s 0"))
        .hasMessageContaining("group_bucket_period_s must be > 0");
    assertThatThrownBy(() -> driver("group_bucket_limit 0"))
        .hasMessageContaining("group_bucket_limit must be > 0");
    assertThatThrownBy(() -> driver("group_reset_rate_s 101"))
        .hasMessageContaining("<= group_bucket_limit / group_bucket_period_s = 100, not 101");
    assertThatThrownBy(() -> driver("group_reset_rate_s -2")).hasMessageContaining(">= -1");
    assertThatThrownBy(() -> driver("group_warning_delay_s 0"))
        .hasMessageContaining("group_warning_delay_s");
  }
}
