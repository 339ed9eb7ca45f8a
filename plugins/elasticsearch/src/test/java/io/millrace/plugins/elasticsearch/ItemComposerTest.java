package io.millrace.plugins.elasticsearch;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.ByteArraySink;
import io.millrace.event.EventCursor;
import io.millrace.event.EventTime;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemComposerTest {
  private static final long NOON = 1_700_000_000;

  private final TestContext context = new TestContext();
  private final TimeZone zone = TimeZone.getDefault();

  @BeforeEach
  void fixZone() {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  @AfterEach
  void close() {
    TimeZone.setDefault(zone);
    context.close();
  }

  private String lines(ServerVersion version, ElasticsearchConfig config, TestEvent... events) {
    TestChunk chunk = TestChunk.of(events);
    Composer composer =
        new StaticVariant(config, context).composer(chunk, events[0].tag(), version);
    ByteArraySink out = new ByteArraySink(256);
    EventCursor cursor = TestEvent.pack(events).cursor();
    for (int ordinal = 0; cursor.next(); ordinal++) {
      composer.compose(cursor, ordinal, out);
    }
    return out.toString();
  }

  private String line(ElasticsearchConfig config, String json) {
    return lines(ServerVersion.CURRENT, config, event("app.web", NOON, json));
  }

  @Test
  void makes_ids_of_the_chunk_and_the_place() {
    assertThat(
            lines(
                ServerVersion.CURRENT,
                Configured.config("index_name Logs-${tag[1]}"),
                event("app.Web", NOON, "{\"n\":1}"),
                event("app.Web", NOON, "{\"n\":\"é\\n\"}")))
        .isEqualTo(
            """
            {"create":{"_index":"logs-web","_id":"AAECAwQFBgcICQoLDA0ODw-0"}}
            {"n":1}
            {"create":{"_index":"logs-web","_id":"AAECAwQFBgcICQoLDA0ODw-1"}}
            {"n":"é\\n"}
            """);
  }

  @Test
  void leaves_ids_to_the_server_if_told_to() {
    assertThat(line(Configured.config("generate_id false"), "{\"n\":1}"))
        .isEqualTo("{\"index\":{\"_index\":\"fluentd\"}}\n{\"n\":1}\n");
  }

  @Test
  void takes_id_parent_and_routing_before_it_removes_keys() {
    ElasticsearchConfig config =
        Configured.config(
            "id_key a.id",
            "routing_key $['r.x']",
            "parent_key p",
            "pipeline geo",
            "remove_keys p, secret");

    assertThat(line(config, "{\"a\":{\"id\":42},\"r.x\":\"eu\",\"p\":\"m\",\"secret\":1,\"n\":1}"))
        .isEqualTo(
            "{\"index\":{\"_index\":\"fluentd\",\"pipeline\":\"geo\",\"_id\":42,\"_parent\":\"m\","
                + "\"routing\":\"eu\"}}\n"
                + "{\"a\":{\"id\":42},\"r.x\":\"eu\",\"n\":1}\n");
    assertThat(line(config, "{\"a\":{\"id\":null},\"p\":false}"))
        .isEqualTo(
            "{\"index\":{\"_index\":\"fluentd\",\"pipeline\":\"geo\"}}\n"
                + "{\"a\":{\"id\":null}}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":{\"a\":1}} | id_key id: the field holds a map, but a text or number is needed",
        "{\"id\":[1]} | id_key id: the field holds an array, but a text or number is needed",
      })
  void refuses_ids_that_would_fail_the_whole_request(String json, String reason) {
    assertThatThrownBy(() -> line(Configured.config("id_key id"), json))
        .isInstanceOf(RejectedEventException.class)
        .hasMessage(reason);
  }

  @Test
  void refuses_an_id_that_is_too_long() {
    assertThatThrownBy(
            () -> line(Configured.config("id_key id"), "{\"id\":\"" + "x".repeat(513) + "\"}"))
        .hasMessageContaining("513 bytes, but an _id has no more than 512");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"n\":1} | logstash-2023.11.14 | 2023-11-14T22:13:20.500000000+00:00",
        "{\"@timestamp\":\"2024-01-31T23:30:00-02:00\"} | logstash-2024.02.01 |"
            + " 2024-01-31T23:30:00-02:00",
        "{\"ts\":\"2024-01-31T23:30:00.25-02:00\"} | logstash-2024.02.01 |"
            + " 2024-01-31T23:30:00.250000000-02:00",
        "{\"ts\":\"2024-01-31 23:30:00\"} | logstash-2024.01.31 |"
            + " 2024-01-31T23:30:00.000000000+00:00",
        "{\"ts\":1704067200.5} | logstash-2024.01.01 | 2024-01-01T00:00:00.500000000+00:00",
        "{\"ts\":1704067200} | logstash-2024.01.01 | 2024-01-01T00:00:00.000000000+00:00",
      })
  void dates_index_and_document(String json, String index, String timestamp) {
    String lines =
        lines(
            ServerVersion.CURRENT,
            Configured.config("logstash_format true", "time_key ts"),
            event("app", new EventTime(NOON, 500_000_000), json));

    assertThat(lines)
        .contains("\"_index\":\"" + index + "\"")
        .contains("\"@timestamp\":\"" + timestamp + "\"");
  }

  @Test
  void an_unreadable_time_is_reported_and_the_events_time_taken() {
    String line =
        line(Configured.config("logstash_format true", "time_key ts"), "{\"ts\":\"soon\"}");

    assertThat(line)
        .contains("logstash-2023.11.14")
        .contains("2023-11-14T22:13:20.000000000+00:00");
    assertThat(context.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.event().tag().value())
                  .isEqualTo("Fluent::ElasticsearchOutput::TimeParser.error");
              assertThat(failure.event().json())
                  .isEqualTo(
                      "{\"tag\":\"app.web\",\"time\":1700000000,\"format\":null,\"value\":\"soon\"}");
            });
  }

  @Test
  void stamps_with_the_digits_asked_for_or_not_at_all() {
    assertThat(line(Configured.config("include_timestamp true", "time_precision 3"), "{}"))
        .contains("{\"@timestamp\":\"2023-11-14T22:13:20.000+00:00\"}");
    assertThat(
            line(
                Configured.config(
                    "include_timestamp true", "time_key ts", "time_key_exclude_timestamp true"),
                "{\"ts\":1}"))
        .endsWith("{\"ts\":1}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"m\":{\"i\":\"Deep-1\",\"k\":1}} | deep-1 | {\"m\":{\"k\":1}}",
        "{\"m\":\"flat\"} | fluentd | {\"m\":\"flat\"}",
        "{\"m\":{\"i\":null}} | fluentd | {\"m\":{\"i\":null}}",
        "{\"m.i\":\"no\"} | fluentd | {\"m.i\":\"no\"}",
      })
  void takes_the_index_out_of_the_record(String json, String index, String document) {
    assertThat(line(Configured.config("target_index_key m.i", "generate_id false"), json))
        .isEqualTo("{\"index\":{\"_index\":\"" + index + "\"}}\n" + document + "\n");
  }

  @Test
  void flattens_and_adds_tag_and_chunk() {
    ElasticsearchConfig config =
        Configured.config(
            "generate_id false",
            "flatten_hashes true",
            "include_tag_key true",
            TestConfig.section("metadata", "include_chunk_id true"));

    assertThat(
            line(config, "{\"a_b\":1,\"a\":{\"b\":2,\"c\":[{\"d\":1}]},\"e\":{},\"k\":{\"\":3}}"))
        .endsWith(
            "{\"a_b\":2,\"a_c\":[{\"d\":1}],\"k_\":3,"
                + "\"chunk_id\":\"000102030405060708090a0b0c0d0e0f\",\"tag\":\"app.web\"}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":\"1\",\"by\":\"b\"} | {\"doc\":{\"id\":\"1\"},\"upsert\":{\"id\":\"1\",\"by\":\"b\"}}",
        "{\"id\":\"2\",\"n\":2} | {\"doc\":{\"id\":\"2\",\"n\":2},\"doc_as_upsert\":true}",
        "{\"id\":\"3\",\"by\":1,\"x\":1,\"drop\":[\"x\"]} |"
            + " {\"doc\":{\"id\":\"3\",\"by\":1},\"upsert\":{\"id\":\"3\",\"by\":1,\"x\":1}}",
        "{\"id\":\"4\",\"drop\":[]} | {\"doc\":{\"id\":\"4\"},\"doc_as_upsert\":true}",
      })
  void wraps_upserts(String json, String body) {
    ElasticsearchConfig config =
        Configured.config(
            "write_operation upsert",
            "id_key id",
            "remove_keys_on_update created,by",
            "remove_keys_on_update_key drop");

    assertThat(line(config, json)).startsWith("{\"update\":{").endsWith("}}\n" + body + "\n");
  }

  @Test
  void an_update_can_be_the_record_itself() {
    assertThat(
            line(
                Configured.config("write_operation update", "id_key id", "suppress_doc_wrap true"),
                "{\"id\":\"1\",\"script\":{}}"))
        .isEqualTo(
            "{\"update\":{\"_index\":\"fluentd\",\"_id\":\"1\"}}\n{\"id\":\"1\",\"script\":{}}\n");
  }

  @Test
  void events_without_the_id_they_need_are_dropped_or_refused() {
    assertThat(line(Configured.config("write_operation create", "id_key id"), "{\"id\":null}"))
        .isEmpty();
    assertThatThrownBy(
            () ->
                line(
                    Configured.config(
                        "write_operation create", "id_key id", "emit_error_for_missing_id true"),
                    "{\"n\":1}"))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining("id_key id")
        .hasMessageContaining("write_operation create");
  }

  @Test
  void old_servers_get_types() {
    ElasticsearchConfig config =
        Configured.config(
            "type_name log_${tag[1]}", "target_type_key t", "routing_key r", "generate_id false");
    TestEvent event = event("app.web", NOON, "{\"r\":\"x\",\"t\":\"mine\"}");

    assertThat(lines(new ServerVersion(6), config, event))
        .isEqualTo(
            "{\"index\":{\"_index\":\"fluentd\",\"_type\":\"log_web\",\"_routing\":\"x\"}}\n"
                + "{\"r\":\"x\",\"t\":\"mine\"}\n");
    assertThat(lines(new ServerVersion(5), config, event))
        .isEqualTo(
            "{\"index\":{\"_index\":\"fluentd\",\"_type\":\"mine\",\"_routing\":\"x\"}}\n"
                + "{\"r\":\"x\"}\n");
    assertThat(lines(new ServerVersion(7), config, event)).doesNotContain("_type");
  }

  @Test
  void utc_index_false_dates_by_the_local_day() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));

    assertThat(line(Configured.config("logstash_format true", "utc_index false"), "{\"n\":1}"))
        .contains("\"logstash-2023.11.15\"")
        .contains("2023-11-15T07:13:20.000000000+09:00");
  }
}
