package io.millrace.plugins.elasticsearch;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventCursor;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions make of events; by Fluentd's elasticsearch_dynamic. */
class DynamicVariantTest {
  private static final long NOON = 1_700_000_000;

  private final TestContext context = new TestContext();

  @AfterEach
  void close() {
    context.close();
  }

  private DynamicVariant variant(String... lines) {
    return new DynamicVariant(TestConfig.bind(DynamicConfig.class, lines), context);
  }

  private static String lines(DynamicVariant variant, TestEvent... events) {
    TestChunk chunk = TestChunk.of(events);
    Composer composer = variant.composer(chunk, events[0].tag(), ServerVersion.CURRENT);
    ByteArraySink out = new ByteArraySink(256);
    EventCursor cursor = TestEvent.pack(events).cursor();
    for (int ordinal = 0; cursor.next(); ordinal++) {
      composer.compose(cursor, ordinal, out);
    }
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "index_name plain ; plain",
        "index_name %Y-${tag} ; %y-app.web-front",
        "index_name ${record[\"a\"][\"b\"]} ; deep",
        "index_name x.${record.dig('a', 'b')}.y ; x.deep.y",
        "index_name ${record['a'].has_key?('z') ? 'yes' : \"no#{'}'}\"} ; no}",
        "index_name ${record[\"none\"] || 'other'} ; other",
        "index_name ${record['n'].to_s} ; 7",
        "index_name ${tag_parts[0]}-${tag_parts[-1]} ; app-web-front",
        "index_name ${Time.at(time).getutc.strftime(@logstash_dateformat)} ; 2023.11.14",
        "index_name ${time.getutc.strftime('%H')} ; 22",
        "index_name ${@type_name + @tag_key + @delimiter} ; fluentdtag.",
        "index_name ${record['evil']} ; ${tag} #{1} %y",
      })
  void expressions_name_the_index(String line, String index) {
    assertThat(
            lines(
                variant(line.replace("\\\\|", "|"), "generate_id false"),
                event(
                    "app.web-front",
                    NOON,
                    "{\"a\":{\"b\":\"Deep\"},\"n\":7,\"evil\":\"${tag} #{1} %Y\"}")))
        .startsWith("{\"index\":{\"_index\":\"" + index + "\"}}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "index_name ${record['none']} | index_name: the expression ${record['none']} gives nil",
        "index_name ${record['n']} | gives 7 for this event, but a String is needed",
        "index_name ${record['none'].downcase} | undefined method `downcase' for nil",
        "write_operation ${record['op']} | expected index, create, update or upsert, not 'burn'",
        "logstash_format ${record['op']} | logstash_format: expected true or false, not 'burn'",
      })
  void an_expression_that_fails_rejects_its_event_only(String line, String reason) {
    assertThatThrownBy(() -> lines(variant(line), event("app", NOON, "{\"n\":7,\"op\":\"burn\"}")))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "index_name ${record[} | index_name ${record[}: cannot compile the expression",
        "index_name ${`date`} | running a command",
        "index_name ${@password} | the instance variable @password is not supported",
        "host ${record['h']} | host ${record['h']}: the nodes are the same",
        "port nine | port: expected a number, not 'nine'",
        "write_operation burn | write_operation: expected index, create, update or upsert",
        "write_operation create | write_operation create needs id_key",
        "utc_index maybe | utc_index: expected true or false, not 'maybe'",
      })
  void refuses_what_can_never_be_filled_in(String line, String reason) {
    assertThatThrownBy(
            () -> Configured.output("elasticsearch_dynamic", context, line, "password x"))
        .isInstanceOfAny(ConfigException.class, IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void operation_id_and_routing_are_those_of_each_event() {
    DynamicVariant variant =
        variant(
            "write_operation ${record['op']}",
            "id_key ${record['by']}",
            "routing_key r",
            "remove_keys op, by");

    assertThat(
            lines(
                variant,
                event("app", 1, "{\"op\":\"create\",\"by\":\"a\",\"a\":1}"),
                event("app", 1, "{\"op\":\"upsert\",\"by\":\"b\",\"b\":2,\"r\":\"x\"}"),
                event("app", 1, "{\"op\":\"index\",\"by\":\"\",\"n\":3}"),
                event("app", 1, "{\"op\":\"create\",\"by\":\"a\",\"a\":4}")))
        .isEqualTo(
            """
            {"create":{"_index":"fluentd","_id":1}}
            {"a":1}
            {"update":{"_index":"fluentd","_id":2,"routing":"x"}}
            {"doc":{"b":2,"r":"x"},"doc_as_upsert":true}
            {"create":{"_index":"fluentd","_id":"AAECAwQFBgcICQoLDA0ODw-2"}}
            {"n":3}
            {"create":{"_index":"fluentd","_id":4}}
            {"a":4}
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"ts\":\"2024-01-31T23:30:00-02:00\"} | x-2024.02.01 | 2024-01-31T23:30:00-02:00",
        "{\"@timestamp\":\"2024-01-31\"} | x-2024.01.31 | 2024-01-31",
        "{} | x-2023.11.14 | 2023-11-14T22:13:20.000000000+00:00",
      })
  void dates_the_index_and_copies_the_time_as_it_stands(String json, String index, String time) {
    String lines =
        lines(
            variant("logstash_format true", "logstash_prefix ${tag}", "time_key ts"),
            event("x", NOON, json));

    assertThat(lines).contains("\"" + index + "\"").contains("\"@timestamp\":\"" + time + "\"");
  }

  @Test
  void the_tag_says_where_the_nodes_are() {
    DynamicVariant variant =
        variant("hosts ${tag_parts[1]}.example", "port 92${tag_parts[2]}", "delimiter -");

    assertThat(variant.fixedNodes()).isEmpty();
    assertThat(variant.nodes(TestChunk.of(event("app-eu-01", 1, "{}"))))
        .isEqualTo(new Nodes("eu.example", 9201));
  }

  @Test
  void events_of_many_indices_are_composed_in_order() {
    TestEvent[] events = new TestEvent[200];
    for (int i = 0; i < events.length; i++) {
      events[i] = event("app", 1, "{\"i\":\"i" + i % 100 + "\"}");
    }

    String[] lines = lines(variant("index_name ${record['i']}"), events).split("\n");

    assertThat(lines).hasSize(400);
    assertThat(lines[2 * 199]).contains("\"_index\":\"i99\"").contains("-199\"");
  }
}
