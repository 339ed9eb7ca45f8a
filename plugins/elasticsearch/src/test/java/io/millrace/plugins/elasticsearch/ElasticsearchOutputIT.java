package io.millrace.plugins.elasticsearch;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.RetryableException;
import io.millrace.devstack.DevElasticsearch;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real Elasticsearch. */
class ElasticsearchOutputIT {
  private static DevElasticsearch elasticsearch;

  private final TestContext context = new TestContext();
  private ElasticsearchOutput output;

  @BeforeAll
  static void start() {
    elasticsearch =
        DevElasticsearch.start(
            DevElasticsearch.Options.defaults()
                .withSetting("indexing_pressure.memory.limit", "256kb"));
  }

  @AfterAll
  static void stop() {
    elasticsearch.close();
  }

  @AfterEach
  void close() {
    output.close();
    context.close();
  }

  private ElasticsearchOutput output(String... lines) {
    return outputOf("elasticsearch", lines);
  }

  private ElasticsearchOutput outputOf(String type, String... lines) {
    String[] all =
        Stream.concat(Stream.of("hosts " + elasticsearch.url()), Arrays.stream(lines))
            .toArray(String[]::new);
    output = Configured.output(type, context, all);
    return output;
  }

  @Test
  void indexes_a_chunk_once_however_often_it_is_delivered() throws IOException {
    output("logstash_format true", "logstash_prefix once", "compression_level best_speed");

    output.write(TestChunk.numbered(500));
    output.write(TestChunk.numbered(500));

    assertThat(elasticsearch.count("once-2023.11.14")).isEqualTo(500);
    assertThat(context.count("duplicate_events")).isEqualTo(500);
    assertThat(context.failures()).isEmpty();
  }

  @Test
  void a_mapping_conflict_goes_to_the_error_stream_with_its_reason() throws IOException {
    output("index_name conflict");
    TestEvent bad = event("app", 2, "{\"n\":\"no number\"}");

    output.write(TestChunk.of(event("app", 1, "{\"n\":1}"), bad, event("app", 3, "{\"n\":3}")));

    assertThat(elasticsearch.count("conflict")).isEqualTo(2);
    assertThat(context.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.event()).isEqualTo(bad);
              assertThat(failure.error())
                  .hasMessageContaining("status=400 type=document_parsing_exception")
                  .hasMessageContaining("failed to parse field [n]");
            });
  }

  @Test
  void an_overloaded_server_keeps_the_chunk() throws IOException {
    output("index_name pressure");
    TestEvent[] large = new TestEvent[40];
    Arrays.fill(large, event("app", 1, "{\"pad\":\"" + "x".repeat(10_000) + "\"}"));

    assertThatThrownBy(() -> output.write(TestChunk.of(large)))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("429")
        .hasMessageContaining("rejected_execution_exception");
    output.write(TestChunk.numbered(3).withId("ff0102030405060708090a0b0c0d0e0f"));

    assertThat(elasticsearch.count("pressure")).isEqualTo(3);
    assertThat(context.failures()).isEmpty();
  }

  @Test
  void creates_only_what_is_not_there() throws IOException {
    output("index_name created", "write_operation create", "id_key id");
    TestChunk chunk =
        TestChunk.of(
            event("app", 1, "{\"id\":\"1\"}"),
            event("app", 1, "{\"id\":\"1\"}"),
            event("app", 1, "{\"id\":2}"));

    output.write(chunk);

    assertThat(elasticsearch.count("created")).isEqualTo(2);
    assertThat(context.count("duplicate_events")).isEqualTo(1);
  }

  @Test
  void upserts() throws IOException {
    output("index_name upserted", "write_operation upsert", "id_key id");

    output.write(
        TestChunk.of(event("app", 1, "{\"id\":1,\"a\":1}"), event("app", 1, "{\"id\":1,\"b\":1}")));

    assertThat(elasticsearch.count("upserted")).isEqualTo(1);
    assertThat(context.failures()).isEmpty();
  }

  @Test
  void values_of_all_kinds_are_taken() throws IOException {
    output("index_name values");

    output.write(
        TestChunk.of(
            event(
                "app",
                1,
                "{\"text\":\"\\u0000é\\n\\\"\\u2028\",\"max\":9223372036854775807,\"f\":1.5e30,"
                    + "\"nil\":null,\"deep\":{\"a\":[{\"b\":[1,[2]]}]}}")));

    assertThat(elasticsearch.count("values")).isEqualTo(1);
    assertThat(context.failures()).isEmpty();
  }

  @Test
  void goes_on_where_it_was_when_the_server_comes_back() throws IOException {
    output("index_name away", "request_timeout 10s");
    output.write(TestChunk.numbered(2));

    elasticsearch.goDown();
    TestChunk later = TestChunk.numbered(3).withId("ff0102030405060708090a0b0c0d0e0f");
    assertThatThrownBy(() -> output.write(later)).isInstanceOf(RetryableException.class);
    elasticsearch.comeUp();
    output.write(later);

    assertThat(elasticsearch.count("away")).isEqualTo(5);
    assertThat(context.failures()).isEmpty();
  }

  @Test
  void expressions_of_each_event_name_its_index() throws IOException {
    outputOf(
        "elasticsearch_dynamic",
        "index_name dyn.${record['team']}.${Time.at(time).getutc.strftime('%Y')}",
        "remove_keys team");

    output.write(
        TestChunk.of(
            event("app", 1_700_000_000, "{\"team\":\"Red\"}"),
            event("app", 1_700_000_000, "{\"n\":1}"),
            event("app", 1_600_000_000, "{\"team\":\"red\"}")));

    assertThat(elasticsearch.count("dyn.red.2023")).isEqualTo(1);
    assertThat(elasticsearch.count("dyn.red.2020")).isEqualTo(1);
    assertThat(context.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.error()).hasMessageContaining("gives nil"));
  }

  @Test
  void a_data_stream_is_made_and_takes_each_document_once() throws IOException {
    outputOf("elasticsearch_data_stream", "data_stream_name logs-it", "include_tag_key true");
    TestEvent bad = event("app", 2, "{\"@timestamp\":\"soon\"}");
    TestChunk chunk = TestChunk.of(event("app", 1, "{\"n\":1}"), bad, event("app", 3, "{}"));

    output.write(chunk);
    output.write(chunk);

    assertThat(elasticsearch.count("logs-it")).isEqualTo(2);
    assertThat(elasticsearch.count(".ds-logs-it-*")).isEqualTo(2);
    assertThat(context.count("duplicate_events")).isEqualTo(2);
    assertThat(context.failures())
        .hasSize(2)
        .allSatisfy(failure -> assertThat(failure.event()).isEqualTo(bad));
  }

  @Test
  void an_index_behind_an_alias_is_made_once() throws IOException {
    output("index_name rolled", "rollover_index true", "deflector_alias rolled");

    output.write(TestChunk.numbered(2));
    output.write(TestChunk.numbered(3).withId("ff0102030405060708090a0b0c0d0e0f"));

    assertThat(elasticsearch.count("rolled")).isEqualTo(5);
    assertThat(elasticsearch.count("rolled-default-*-000001")).isEqualTo(5);
  }

  @Test
  void a_server_without_lifecycle_policies_gets_plain_indices() throws IOException {
    output("index_name unmanaged", "enable_ilm true");

    output.write(TestChunk.numbered(2));

    assertThat(elasticsearch.count("unmanaged")).isEqualTo(2);
    assertThat(elasticsearch.count("unmanaged-*")).isZero();
  }
}
