package io.millrace.plugins.filter;

import static io.millrace.testkit.TestConfig.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parser filter makes of records; the results are those of Fluentd 1.19. */
class ParserFilterTest {
  private static final String JSON = section("parse", "@type json");
  private static final String REGEXP =
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

  private FilterDriver filter(String... lines) {
    return FilterDriver.of(context, "parser", lines);
  }

  private static String jsonWithTime() {
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
    String merging = options == null ? "" : options.replace(';', '\n');

    List<TestEvent> left = filter("key_name log", merging, jsonWithTime()).run(EVENT);

    String log =
        "{\\\"ts\\\":\\\"2024-03-01T10:00:00Z\\\",\\\"level\\\":\\\"info\\\",\\\"stream\\\":\\\"in\\\"}";
    assertThat(left).containsExactly(event("p", 1_709_287_200, expected.replace("LOG", log)));
  }

  @Test
  void theTimeCanBeKept() {
    List<TestEvent> left = filter("key_name log", "reserve_time true", jsonWithTime()).run(EVENT);

    assertThat(left)
        .containsExactly(event("p", 1_700_000_000, "{\"level\":\"info\",\"stream\":\"in\"}"));
  }

  @Test
  void theNoneParserTakesValuesOfAnyType() {
    String none = section("parse", "@type none", "message_key raw");
    String tried =
        section(
            "parse",
            "@type multi_format",
            section("pattern", "format json"),
            section("pattern", "format none"));

    assertThat(
            filter("key_name m", "reserve_time true", none)
                .run(event("n", 1, "{\"m\":5}"), event("n", 2, "{\"m\":{\"a\":[true]}}")))
        .containsExactly(event("n", 1, "{\"raw\":5}"), event("n", 2, "{\"raw\":{\"a\":[true]}}"));
    assertThat(filter("key_name m", "reserve_time true", tried).run(event("n", 1, "{\"m\":5}")))
        .containsExactly(event("n", 1, "{\"message\":5}"));
  }

  @Test
  void nestedFieldsCanBeParsed() {
    TestEvent nested = event("n", 1, "{\"a\":{\"b.c\":\"{\\\"x\\\":1}\",\"z\":0},\"l\":[\"{}\"]}");
    String[] keep = {"reserve_data true", "reserve_time true", "remove_key_name_field true", JSON};

    assertThat(filter("key_name $['a']['b.c']", keep[0], keep[1], keep[2], JSON).run(nested))
        .containsExactly(event("n", 1, "{\"a\":{\"z\":0},\"l\":[\"{}\"],\"x\":1}"));
    assertThat(filter("key_name $.l[0]", keep[0], keep[1], keep[2], JSON).run(nested))
        .containsExactly(event("n", 1, "{\"a\":{\"b.c\":\"{\\\"x\\\":1}\",\"z\":0},\"l\":[]}"));
  }

  @Test
  void anArrayBecomesSeveralEvents() {
    List<TestEvent> left =
        filter("key_name log", "reserve_time true", JSON)
            .run(event("i", 8, "{\"log\":\"[{\\\"a\\\":1},{\\\"a\\\":2}]\"}"));

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

    assertThat(filter("key_name log", JSON).run(bad)).isEmpty();
    assertThat(context.failures()).hasSize(times);
    assertThat(context.failures().get(0).event()).isEqualTo(bad);
    assertThat(context.failures().get(0).error()).hasMessage(message);

    assertThat(filter("key_name log", "reserve_data true", JSON).run(bad))
        .hasSize(times)
        .containsOnly(bad);
    assertThat(filter("key_name log", "reserve_data true", "hash_value_field p", JSON).run(bad))
        .hasSize(times)
        .containsOnly(event("i", 2, record.replace("}", ",\"p\":{}}")));
  }

  @Test
  void whatDoesNotMatchCanGoUnreported() {
    FilterDriver quiet =
        filter(
            "key_name log",
            "reserve_data true",
            "remove_key_name_field true",
            "emit_invalid_record_to_error false",
            JSON);

    List<TestEvent> left =
        quiet.run(event("i", 2, "{\"log\":\"plain\"}"), event("i", 3, "{\"id\":1}"));

    assertThat(left)
        .containsExactly(event("i", 2, "{\"log\":\"plain\"}"), event("i", 3, "{\"id\":1}"));
    assertThat(context.failures()).isEmpty();
  }

  @Test
  void whatIsNoTextFailsOtherParsersThanJson() {
    List<TestEvent> left =
        filter("key_name log", "reserve_data true", REGEXP).run(event("i", 6, "{\"log\":12}"));

    assertThat(left).isEmpty();
    assertThat(context.failures()).hasSize(1);
    assertThat(context.failures().get(0).error()).hasMessageStartingWith("parse failed ");
  }

  @Test
  void bytesThatAreNoTextCanBeReplaced() {
    ByteArraySink record = new ByteArraySink(32);
    PackWriter pack = new PackWriter(record);
    pack.mapHeader(1);
    pack.text("log");
    byte[] raw = {'c', 'a', 'f', ' ', 'b', (byte) 0xff, (byte) 0xfe};
    pack.text(raw, 0, raw.length);
    PackedEvents in = PackedEvents.of(EventTime.ofSeconds(1), ByteSlice.of(record.toBytes()));
    FilterDriver filter =
        filter("key_name log", "reserve_time true", "replace_invalid_sequence true", REGEXP);

    List<TestEvent> left = filter.run(Tag.of("n"), in);

    assertThat(left).containsExactly(event("n", 1, "{\"word\":\"caf\",\"rest\":\"b??\"}"));
  }

  @Test
  void aParserIsNeeded() {
    assertThatThrownBy(() -> filter("key_name log"))
        .hasMessageContaining("'<parse>' sections are required");
  }
}
