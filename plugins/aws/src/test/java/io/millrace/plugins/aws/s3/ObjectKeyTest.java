package io.millrace.plugins.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.UnrecoverableException;
import io.millrace.testkit.ManualClock;
import io.millrace.testkit.TestChunk;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

final class ObjectKeyTest {
  private static ObjectKey keys(KeySettings settings, Map<String, String> metadata) {
    return new ObjectKey(
        settings,
        metadata,
        "gz",
        "host-1",
        new ManualClock(),
        LoggerFactory.getLogger(ObjectKeyTest.class));
  }

  private static KeySettings settings(String path, String format, boolean checkObject) {
    return new KeySettings(
        path, Optional.of(format), Optional.empty(), "%d", 4, checkObject, false);
  }

  private static String key(String path, String format, TestChunk chunk) {
    return keys(settings(path, format, true), Map.of()).of(chunk).at(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          logs/    | %{path}%{time_slice}_%{index}.%{file_extension} | logs/2023111422_7.gz
          y=%Y/    | %{path}%d/%{index}                              | y=2023/14/7
          100%%/   | %{path}x                                        | 100%/x
          ${tag}/  | %{path}${tag[1]}/${tag[-1]}                     | app.web/web/web
          a        | %{path}%{nothing}b%{date_slice}%{hms_slice}c    | abc
          a        | %{hostname}                                     | host-1
          a        | %{}x                                            | %{}x
          ''       | %{path}x                                        | x
          """)
  void expandsPlaceholders(String path, String format, String expected) {
    assertThat(key(path, format, TestChunk.hourly("x").tag("app.web"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 20231114220000",
    "59, 20231114220000",
    "60, 202311142200",
    "600, 202311142200",
    "3600, 2023111422",
    "86400, 20231114",
    "604800, 20231114"
  })
  void writesTheSliceAsLongAsItsTimekeyAsks(long timekey, String expected) {
    TestChunk chunk = TestChunk.hourly("x").slices(Duration.ofSeconds(timekey));

    assertThat(key("", "%{time_slice}", chunk)).isEqualTo(expected);
  }

  @Test
  void writesTheSliceInTheZoneOfTheBuffer() {
    assertThat(key("", "%{time_slice}", TestChunk.hourly("x").zone("+09:00")))
        .isEqualTo("2023111507");
  }

  @Test
  void writesTheSliceInItsOwnFormat() {
    KeySettings settings =
        new KeySettings(
            "", Optional.of("%{time_slice}"), Optional.of("dt=%Y-%m-%d/%z"), "%d", 4, true, false);

    assertThat(keys(settings, Map.of()).of(TestChunk.hourly("x").zone("+09:00")).at(0))
        .isEqualTo("dt=2023-11-15/+0900");
  }

  @Test
  void hasNoSliceWithoutTime() {
    TestChunk chunk = TestChunk.hourly("x").noKeys();

    assertThat(key("%Y/${tag}/", "%{path}%{time_slice}_${chunk_id}", chunk))
        .isEqualTo("%Y/${tag}/_" + chunk.id().hex());
  }

  @Test
  void takesTheHexFromTheEndOfTheChunkId() {
    TestChunk chunk = TestChunk.hourly("x");

    assertThat(key("", "%{hex_random}", chunk)).isEqualTo("0123");
  }

  @Test
  void makesANewUuidForEachKey() {
    ObjectKey.Names names =
        keys(settings("", "%{uuid_flush}", true), Map.of()).of(TestChunk.hourly("x"));

    assertThat(names.at(0)).matches("[0-9a-f-]{36}").isNotEqualTo(names.at(0));
  }

  @Test
  void tellsTheTimeOfDayOnlyIfObjectsAreNotChecked() {
    ObjectKey keys = keys(settings("", "%{date_slice}_%{hms_slice}_%{index}", false), Map.of());

    assertThat(keys.of(TestChunk.hourly("x")).at(3)).isEqualTo("2023111422_221320_");
    assertThat(keys.byTimeOfDay()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "%d, 10, 10",
    "%03d, 7, 007",
    "%03d, 1234, 1234",
    "%x, 10, a",
    "%04X, 10, 000A",
    "%0d, 5, 5"
  })
  void writesTheIndexInItsFormat(String format, long index, String expected) {
    KeySettings settings =
        new KeySettings("", Optional.of("%{index}"), Optional.empty(), format, 4, true, false);

    assertThat(keys(settings, Map.of()).of(TestChunk.hourly("x")).at(index)).isEqualTo(expected);
  }

  @Test
  void defaultsDependOnWhetherObjectsAreChecked() {
    KeySettings checked =
        new KeySettings("a/", Optional.empty(), Optional.empty(), "%d", 4, true, false);
    KeySettings unchecked =
        new KeySettings("a", Optional.empty(), Optional.empty(), "%d", 4, false, false);

    assertThat(keys(checked, Map.of()).of(TestChunk.hourly("x")).at(0))
        .isEqualTo("a/2023111422_0.gz");
    assertThat(keys(unchecked, Map.of()).of(TestChunk.hourly("x")).at(0))
        .isEqualTo("a/2023111422_221320.gz");
  }

  @Test
  void fillsMetadata() {
    ObjectKey keys =
        keys(
            settings("", "%{index}", true),
            Map.of("team", "${tag[0]}", "part", "%{index}", "day", "%d"));

    assertThat(keys.of(TestChunk.hourly("x").tag("app.web")).metadata(2))
        .containsOnly(Map.entry("team", "app"), Map.entry("part", "2"), Map.entry("day", "14"));
  }

  @Test
  void refusesATagThatClimbs() {
    assertThatThrownBy(() -> key("", "${tag}", TestChunk.hourly("x").tag("a../../b")))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining("Invalid path component");
  }
}
