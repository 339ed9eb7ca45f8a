package io.millrace.plugins;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ChunkKeys;
import io.millrace.api.ConfigException;
import io.millrace.api.InjectConfig;
import io.millrace.api.Injector;
import io.millrace.api.Tag;
import io.millrace.event.EventCursor;
import io.millrace.event.EventTime;
import io.millrace.event.EventView;
import io.millrace.event.PackReader;
import io.millrace.event.RecordPath;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code <inject>} section. */
class InjectTest {
  private static final EventTime TIME = new EventTime(1_700_000_000, 123_456_789);

  private final TestContext context = new TestContext();

  private static InjectConfig config(String... lines) {
    return TestConfig.bind(InjectConfig.class, lines);
  }

  private Object inject(TestEvent event, String... lines) {
    EventCursor cursor = TestEvent.pack(event).cursor();
    cursor.next();
    EventView out = Injector.of(config(lines), context).apply(event.tag(), cursor);
    assertThat(out.time()).isEqualTo(event.time());
    return PackReader.read(out.recordBytes());
  }

  @Test
  void addsHostWorkerTagAndTimeInThisOrder() {
    Object record =
        inject(
            event("a.b", TIME, "{\"m\":1}"),
            "time_key t",
            "time_type unixtime",
            "tag_key g",
            "worker_id_key w",
            "hostname_key h");

    assertThat(record).hasToString("{m=1, h=test-host, w=0, g=a.b, t=1700000000}");
  }

  @Test
  void overwritesFieldsInTheirPlace() {
    Object record =
        inject(
            event("a.b", TIME, "{\"g\":1,\"m\":2}"), "tag_key g", "hostname_key h", "hostname x");

    assertThat(record).hasToString("{g=a.b, m=2, h=x}");
  }

  @ParameterizedTest
  @CsvSource({
    "float, 1.700000000123456E9",
    "unixtime, 1700000000",
    "unixtime_millis, 1700000000123",
    "unixtime_micros, 1700000000123456",
    "unixtime_nanos, 1700000000123456789"
  })
  void writesTimesAsNumbers(String type, String expected) {
    Object record = inject(event("a", TIME, "{}"), "time_key t", "time_type " + type);

    assertThat(record).hasToString("{t=" + expected + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "utc true, , 2023-11-14T22:13:20Z",
    "localtime false, , 2023-11-14T22:13:20Z",
    "timezone +05:30, , 2023-11-15T03:43:20+05:30",
    "timezone +0000, , 2023-11-14T22:13:20+00:00",
    "timezone Asia/Tokyo, '%Y-%m-%d %H:%M:%S.%L %z %Z', '2023-11-15 07:13:20.123 +0900 '",
    "utc true, '%Y-%m-%d %H:%M:%S.%L %z %Z', '2023-11-14 22:13:20.123 +0000 UTC'"
  })
  void writesTimesAsText(String zone, String format, String expected) {
    Object record =
        inject(
            event("a", TIME, "{}"),
            "time_key t",
            "time_type string",
            zone,
            format == null ? "tag_key t2" : "time_format " + format);

    assertThat(((Map<?, ?>) record).get("t")).isEqualTo(expected);
  }

  @Test
  void showsTheSameEventIfThereIsNothingToAdd() {
    EventCursor cursor = TestEvent.pack(event("a", TIME, "{}")).cursor();
    cursor.next();

    assertThat(Injector.of(config(), context).apply(Tag.of("a"), cursor)).isSameAs(cursor);
  }

  @Test
  void refusesAChunkKeyThatIsNotThereYet() {
    context.chunkKeys(
        new ChunkKeys(false, Optional.empty(), ZoneOffset.UTC, List.of(RecordPath.ofKey("host"))));

    assertThatThrownBy(() -> Injector.of(config("hostname_key host"), context))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be used in buffering chunk key: host");
  }

  @Test
  void refusesUnknownForms() {
    assertThatThrownBy(() -> config("time_key t", "time_type unixtimes"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("valid options are")
        .hasMessageContaining("unixtimes");
  }
}
