package io.millrace.plugins.filter;

import static io.millrace.plugins.Plugins.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.StreamFilter;
import io.millrace.api.Tag;
import io.millrace.config.ConfigElement;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventStream;
import io.millrace.event.EventTime;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import io.millrace.plugins.Plugins;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parser filter makes of records; the results are those of Fluentd 1.19. */
class ParserFilterTest {
  private static final ConfigElement JSON = section("parse", "@type json");
  private static final ConfigElement REGEXP =
      section("parse", "@type regexp", "expression /^(?<word>[a-z]+) (?<rest>.*)$/");

  /**
   * A record whose log holds {@code {"ts":"2024-03-01T10:00:00Z","level":"info","stream":"in"}}.
   */
  private static final TestEvent EVENT =
      event(
          "p",
          1_700_000_000,
          "{\"stream\":\"stdout\",\"log\":\"{\\\"ts\\\":\\\"2024-03-01T10:00:00Z\\\","
              + "\\\"level\\\":\\\"info\\\",\\\"stream\\\":\\\"in\\\"}\",\"k\":1}");

  private final TestContext context = new TestContext();

  private StreamFilter filter(Object... content) {
    Object[] all = new Object[content.length + 1];
    all[0] = "@type parser";
    System.arraycopy(content, 0, all, 1, content.length);
    return Plugins.create(StreamFilter.class, "filter", context, section("filter", all));
  }

  private static ConfigElement jsonWithTime() {
    return section(
        "parse",
        "@type json",
        "time_key ts",
        "time_type string",
        "time_format %Y-%m-%dT%H:%M:%SZ",
        "utc true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      nullValues = "-",
      value = {
        "- | {\"level\":\"info\",\"stream\":\"in\"}",
        "reserve_data true | {\"stream\":\"in\",\"log\":\"LOG\",\"k\":1,\"level\":\"info\"}",
        "reserve_data true;remove_key_name_field true |"
            + " {\"stream\":\"in\",\"k\":1,\"level\":\"info\"}",
        "reserve_data;inject_key_prefix app. |"
            + " {\"stream\":\"stdout\",\"log\":\"LOG\",\"k\":1,\"app.level\":\"info\","
            + "\"app.stream\":\"in\"}",
        "inject_key_prefix x_ | {\"x_level\":\"info\",\"x_stream\":\"in\"}",
        "hash_value_field parsed | {\"parsed\":{\"level\":\"info\",\"stream\":\"in\"}}",
        "reserve_data yes;hash_value_field log |"
            + " {\"stream\":\"stdout\",\"log\":{\"level\":\"info\",\"stream\":\"in\"},\"k\":1}",
        "reserve_data yes;hash_value_field log;remove_key_name_field yes |"
            + " {\"stream\":\"stdout\",\"k\":1,\"log\":{\"level\":\"info\",\"stream\":\"in\"}}",
      })
  void whatWasFoundIsMerged(String options, String expected) {
    Object[] content = ("key_name log" + (options == null ? "" : ";" + options)).split(";");
    Object[] all = new Object[content.length + 1];
    System.arraycopy(content, 0, all, 0, content.length);
    all[content.length] = jsonWithTime();

    List<TestEvent> left = Plugins.filter(filter(all), EVENT);

    String log =
        "{\\\"ts\\\":\\\"2024-03-01T10:00:00Z\\\",\\\"level\\\":\\\"info\\\",\\\"stream\\\":\\\"in\\\"}";
    assertThat(left).containsExactly(event("p", 1_709_287_200, expected.replace("LOG", log)));
  }

  @Test
  void theTimeCanBeKept() {
    List<TestEvent> left =
        Plugins.filter(filter("key_name log", "reserve_time true", jsonWithTime()), EVENT);

    assertThat(left)
        .containsExactly(event("p", 1_700_000_000, "{\"level\":\"info\",\"stream\":\"in\"}"));
  }

  @Test
  void nestedFieldsCanBeParsed() {
    TestEvent nested = event("n", 1, "{\"a\":{\"b.c\":\"{\\\"x\\\":1}\",\"z\":0},\"l\":[\"{}\"]}");
    Object[] keep = {"reserve_data true", "reserve_time true", "remove_key_name_field true", JSON};

    assertThat(
            Plugins.filter(
                filter("key_name $['a']['b.c']", keep[0], keep[1], keep[2], JSON), nested))
        .containsExactly(event("n", 1, "{\"a\":{\"z\":0},\"l\":[\"{}\"],\"x\":1}"));
    assertThat(Plugins.filter(filter("key_name $.l[0]", keep[0], keep[1], keep[2], JSON), nested))
        .containsExactly(event("n", 1, "{\"a\":{\"b.c\":\"{\\\"x\\\":1}\",\"z\":0},\"l\":[]}"));
  }

  @Test
  void anArrayBecomesSeveralEvents() {
    List<TestEvent> left =
        Plugins.filter(
            filter("key_name log", "reserve_time true", JSON),
            event("i", 8, "{\"log\":\"[{\\\"a\\\":1},{\\\"a\\\":2}]\"}"));

    assertThat(left).containsExactly(event("i", 8, "{\"a\":1}"), event("i", 8, "{\"a\":2}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"id\":3}               | 1 | log does not exist",
        "{\"log\":null}           | 1 | log does not exist",
        "{\"log\":\"plain\"}      | 1 | pattern not matched with data 'plain'",
        "{\"log\":\"\"}           | 1 | pattern not matched with data ''",
        "{\"log\":12}             | 1 | pattern not matched with data '12'",
        "{\"log\":\"[1,2]\"}      | 2 | pattern not matched with data '[1,2]'",
      })
  void whatDoesNotMatchIsReportedAndPassesIfTheDataIsReserved(
      String record, int times, String message) {
    TestEvent bad = event("i", 2, record);

    assertThat(Plugins.filter(filter("key_name log", JSON), bad)).isEmpty();
    assertThat(context.failures()).hasSize(times);
    assertThat(context.failures().get(0).event()).isEqualTo(bad);
    assertThat(context.failures().get(0).error()).hasMessage(message);

    assertThat(Plugins.filter(filter("key_name log", "reserve_data true", JSON), bad))
        .hasSize(times)
        .containsOnly(bad);
    assertThat(
            Plugins.filter(
                filter("key_name log", "reserve_data true", "hash_value_field p", JSON), bad))
        .hasSize(times)
        .containsOnly(event("i", 2, record.replace("}", ",\"p\":{}}")));
  }

  @Test
  void whatDoesNotMatchCanGoUnreported() {
    StreamFilter quiet =
        filter(
            "key_name log",
            "reserve_data true",
            "remove_key_name_field true",
            "emit_invalid_record_to_error false",
            JSON);

    List<TestEvent> left =
        Plugins.filter(quiet, event("i", 2, "{\"log\":\"plain\"}"), event("i", 3, "{\"id\":1}"));

    assertThat(left)
        .containsExactly(event("i", 2, "{\"log\":\"plain\"}"), event("i", 3, "{\"id\":1}"));
    assertThat(context.failures()).isEmpty();
  }

  @Test
  void whatIsNoTextFailsOtherParsersThanJson() {
    List<TestEvent> left =
        Plugins.filter(
            filter("key_name log", "reserve_data true", REGEXP), event("i", 6, "{\"log\":12}"));

    assertThat(left).isEmpty();
    assertThat(context.failures()).hasSize(1);
    assertThat(context.failures().get(0).error()).hasMessageStartingWith("parse failed ");
  }

  @Test
  void bytesThatAreNoTextCanBeReplaced() throws Exception {
    ByteArraySink record = new ByteArraySink(32);
    PackWriter pack = new PackWriter(record);
    pack.mapHeader(1);
    pack.text("log");
    byte[] raw = {'c', 'a', 'f', ' ', 'b', (byte) 0xff, (byte) 0xfe};
    pack.text(raw, 0, raw.length);
    PackedEvents in = PackedEvents.of(EventTime.ofSeconds(1), ByteSlice.of(record.toBytes()));
    StreamFilter filter =
        filter("key_name log", "reserve_time true", "replace_invalid_sequence true", REGEXP);

    EventStream out = filter.filter(Tag.of("n"), in);

    assertThat(TestEvent.unpack(Tag.of("n"), out.packed()))
        .containsExactly(event("n", 1, "{\"word\":\"caf\",\"rest\":\"b??\"}"));
  }

  @Test
  void aParserIsNeeded() {
    assertThatThrownBy(() -> filter("key_name log"))
        .hasMessageContaining("'<parse>' sections are required");
  }
}
