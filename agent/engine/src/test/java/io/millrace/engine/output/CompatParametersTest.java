package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of v0.12. */
class CompatParametersTest {
  @Test
  void namesAndWordsAreTranslatedAndOthersLeftOut() {
    assertThat(
            CompatParameters.toBuffer(
                Map.of(
                    "buffer_type", "file",
                    "num_threads", "4",
                    "disable_retry_limit", "true",
                    "buffer_queue_full_action", "exception",
                    "path", "/out")))
        .isEqualTo(
            Map.of(
                "@type", "file",
                "flush_thread_count", "4",
                "retry_forever", "true",
                "overflow_action", "throw_exception"));
  }

  @ParameterizedTest
  @CsvSource({"%Y%m%d%H%M%S, 1", "%Y%m%d%H%M, 60", "%Y%m%d%H, 3600", "%Y%m%d, 86400"})
  void theTimeSliceFormatSetsTheTimekey(String format, String timekey) {
    assertThat(CompatParameters.toBuffer(Map.of("time_slice_format", format)))
        .isEqualTo(Map.of("timekey", timekey));
  }

  @Test
  void aTimeSliceOfMonthsIsRefused() {
    assertThatThrownBy(() -> CompatParameters.toBuffer(Map.of("time_slice_format", "%Y%m")))
        .hasMessageContaining("time_slice_format only with %Y or %m is too long: '%Y%m'");
  }

  @Test
  void utcAndLocaltimeExcludeEachOther() {
    assertThat(CompatParameters.toBuffer(Map.of("time_slice_format", "%d", "utc", "")))
        .containsEntry("timekey_use_utc", "true");
    assertThat(CompatParameters.toBuffer(Map.of("time_slice_format", "%d", "localtime", "true")))
        .containsEntry("timekey_use_utc", "false");
    Map<String, String> both =
        Map.of("time_slice_format", "%d", "utc", "true", "localtime", "true");
    assertThatThrownBy(() -> CompatParameters.toBuffer(both))
        .hasMessageContaining("both of utc and localtime");
  }

  @Test
  void withoutATimeSliceFormatUtcIsNotTheBuffers() {
    assertThat(CompatParameters.toBuffer(Map.of("utc", "true", "num_threads", "2")))
        .isEqualTo(Map.of("flush_thread_count", "2"));
  }
}
