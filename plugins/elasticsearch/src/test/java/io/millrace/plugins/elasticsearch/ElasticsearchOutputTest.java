package io.millrace.plugins.elasticsearch;

import static io.millrace.plugins.elasticsearch.BulkServer.items;
import static io.millrace.plugins.elasticsearch.BulkServer.taken;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BufferDefaults;
import io.millrace.api.ConfigException;
import io.millrace.api.RetryableException;
import io.millrace.plugins.elasticsearch.BulkServer.Reply;
import io.millrace.plugins.elasticsearch.BulkServer.Seen;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers what a real one answers seldom; the rest is in the IT. */
class ElasticsearchOutputTest {
  private static final String OK = "{\"create\":{\"status\":201}}";
  private static final String BUSY =
      "{\"create\":{\"status\":429,\"error\":{\"type\":\"es_rejected_execution_exception\","
          + "\"reason\":\"queue full\"}}}";
  private static final String BAD =
      "{\"create\":{\"status\":400,\"error\":{\"type\":\"document_parsing_exception\","
          + "\"reason\":\"failed to parse field [n]\"}}}";

  private final TestContext context = new TestContext();
  private BulkServer server;
  private ElasticsearchOutput output;

  @BeforeEach
  void start() throws IOException {
    server = new BulkServer();
  }

  @AfterEach
  void close() {
    if (output != null) {
      output.close();
    }
    server.close();
    context.close();
  }

  private ElasticsearchOutput output(String... lines) {
    output = Configured.output("elasticsearch", context, server, lines);
    return output;
  }

  private List<List<String>> sent() {
    return server.bulks().stream().map(Seen::documents).toList();
  }

  @Test
  void sends_again_only_the_items_that_were_refused_for_now() throws IOException {
    server.inTurn(items(OK, BUSY, BAD, BUSY), items(OK, BUSY), taken(1));
    TestChunk chunk = TestChunk.numbered(4);
    output();

    assertThatThrownBy(() -> output.write(chunk))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("2 of 4 events")
        .hasMessageContaining("es_rejected_execution_exception");
    assertThatThrownBy(() -> output.write(chunk)).isInstanceOf(RetryableException.class);
    output.write(chunk);

    assertThat(sent())
        .containsExactly(
            List.of("{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":3}"),
            List.of("{\"n\":1}", "{\"n\":3}"),
            List.of("{\"n\":3}"));
    assertThat(context.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.event()).isEqualTo(event("app.web", 1_700_000_002, "{\"n\":2}"));
              assertThat(failure.error())
                  .hasMessageContaining("type=document_parsing_exception")
                  .hasMessageContaining("reason=failed to parse field [n]");
            });
    assertThat(context.count("retried_events")).isEqualTo(3);
    assertThat(context.count("rejected_events")).isEqualTo(1);
  }

  @Test
  void keeps_the_ids_of_items_that_are_sent_again() throws IOException {
    server.inTurn(items(OK, BUSY), taken(1));
    output();
    assertThatThrownBy(() -> output.write(TestChunk.numbered(2)))
        .isInstanceOf(RetryableException.class);

    output.write(TestChunk.numbered(2));

    assertThat(server.bulks().get(1).body())
        .isEqualTo(
            "{\"create\":{\"_index\":\"fluentd\",\"_id\":\"AAECAwQFBgcICQoLDA0ODw-1\"}}\n"
                + "{\"n\":1}\n");
  }

  @Test
  void a_document_that_is_there_already_is_delivered() throws IOException {
    server.inTurn(
        items(
            "{\"create\":{\"status\":409,\"error\":{\"type\":\"version_conflict_engine_exception\","
                + "\"reason\":\"there\"}}}"));

    output().write(TestChunk.numbered(1));

    assertThat(context.failures()).isEmpty();
    assertThat(context.count("duplicate_events")).isEqualTo(1);
  }

  @Test
  void no_odd_answer_loses_an_event() throws IOException {
    server.inTurn(
        items(
            "{\"create\":{}}",
            "{\"noop\":{\"status\":100}}",
            "7",
            "{\"create\":{\"error\":\"no\"}}"));

    output().write(TestChunk.numbered(4));

    assertThat(context.failures().stream().map(failure -> failure.event().json()))
        .containsExactly("{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
    assertThat(context.count("unknown_events")).isEqualTo(3);
  }

  @Test
  void items_without_an_answer_are_sent_again() throws IOException {
    server.inTurn(items(OK), taken(1));
    output();

    assertThatThrownBy(() -> output.write(TestChunk.numbered(3)))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("2 of 3 events");
    output.write(TestChunk.numbered(3));

    assertThat(sent().get(1)).containsExactly("{\"n\":1}", "{\"n\":2}");
  }

  @ParameterizedTest
  @CsvSource({
    "401, check user",
    "403, check that the user may write",
    "404, check that host",
    "429, overloaded",
    "500, 500",
    "503, 503",
    "400, 400",
  })
  void a_refused_request_keeps_the_chunk(int status, String advice) throws IOException {
    server.inTurn(
        new Reply(status, "{\"error\":{\"type\":\"t_exception\",\"reason\":\"why\"}}"), taken(2));
    output();

    assertThatThrownBy(() -> output.write(TestChunk.numbered(2)))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining(status + " t_exception: why")
        .hasMessageContaining(advice);
    output.write(TestChunk.numbered(2));

    assertThat(sent()).hasSize(2).containsOnly(List.of("{\"n\":0}", "{\"n\":1}"));
    assertThat(context.failures()).isEmpty();
  }

  @Test
  void a_request_that_is_too_large_is_halved_until_it_fits() throws IOException {
    server.onBulk(
        request ->
            request.documents().size() > 2 || request.body().contains("xxx")
                ? new Reply(413, "too large")
                : taken(0));
    TestEvent[] events = new TestEvent[8];
    for (int i = 0; i < 8; i++) {
      events[i] = event("app", i, i == 5 ? "{\"n\":\"xxx\"}" : "{\"n\":" + i + "}");
    }

    output().write(TestChunk.of(events));
    int firstChunk = server.bulks().size();
    output.write(TestChunk.numbered(8).withId("ff0102030405060708090a0b0c0d0e0f"));

    assertThat(context.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.event().json()).isEqualTo("{\"n\":\"xxx\"}");
              assertThat(failure.error()).hasMessageContaining("status=413");
            });
    assertThat(sent().stream().skip(firstChunk))
        .as("the output remembers what is too large")
        .allMatch(documents -> documents.size() <= 2);
  }

  @Test
  void splits_at_the_threshold_and_blames_the_right_event() throws IOException {
    server.onBulk(
        request ->
            items(
                request.documents().stream()
                    .map(document -> document.equals("{\"n\":7}") ? BAD : OK)
                    .toArray(String[]::new)));

    output("bulk_message_request_threshold 250").write(TestChunk.numbered(10));

    assertThat(sent()).hasSizeGreaterThan(3).allMatch(documents -> documents.size() <= 3);
    assertThat(sent().stream().flatMap(List::stream)).hasSize(10).doesNotHaveDuplicates();
    assertThat(server.bulks()).allMatch(request -> request.body().length() <= 250);
    assertThat(context.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.event().json()).isEqualTo("{\"n\":7}"));
  }

  @Test
  void what_was_settled_before_a_failure_is_not_sent_again() throws IOException {
    server.inTurn(taken(1), new Reply(503, "{}"), taken(1));
    output("bulk_message_request_threshold 1");

    assertThatThrownBy(() -> output.write(TestChunk.numbered(2)))
        .isInstanceOf(RetryableException.class);
    output.write(TestChunk.numbered(2));

    assertThat(sent())
        .containsExactly(List.of("{\"n\":0}"), List.of("{\"n\":1}"), List.of("{\"n\":1}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"best_speed", "default_compression", "best_compression"})
  void compresses_requests(String level) throws IOException {
    output("compression_level " + level).write(TestChunk.numbered(3));

    assertThat(server.bulks().get(0).headers()).containsEntry("content-encoding", "gzip");
    assertThat(sent()).containsExactly(List.of("{\"n\":0}", "{\"n\":1}", "{\"n\":2}"));
  }

  @Test
  void shows_who_it_is() throws IOException {
    output("user elastic", "password p@ss:w/rd-ü", "custom_headers {\"X-Env\":\"test\"}")
        .write(TestChunk.numbered(1));

    assertThat(server.bulks().get(0).headers())
        .containsEntry("authorization", "Basic ZWxhc3RpYzpwQHNzOncvcmQtw7w=")
        .containsEntry("x-env", "test");
  }

  @Test
  void takes_an_api_key_and_a_path() throws IOException {
    output("api_key id:key", "path /es/").write(TestChunk.numbered(1));

    assertThat(server.bulks().get(0).headers()).containsEntry("authorization", "ApiKey aWQ6a2V5");
    assertThat(server.bulks().get(0).path()).isEqualTo("/es/_bulk");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"version\":{\"number\":\"6.8.23\"}} | true",
        "200 | {\"version\":{\"number\":\"7.17.29\"}} | false",
        "200 | {\"version\":{\"distribution\":\"opensearch\",\"number\":\"2.19.1\"}} | false",
        "405 | {} | false",
        "403 | {} | false",
      })
  void asks_for_the_version_once(int status, String body, boolean types) throws IOException {
    server.onOther(request -> new Reply(status, body));
    output().write(TestChunk.numbered(1));
    output.write(TestChunk.numbered(1).withId("ff0102030405060708090a0b0c0d0e0f"));

    assertThat(server.others()).hasSize(1);
    assertThat(server.bulks()).allMatch(request -> request.body().contains("_type") == types);
  }

  @Test
  void does_not_ask_when_told_not_to() throws IOException {
    output("verify_es_version_at_startup false", "default_elasticsearch_version 6")
        .write(TestChunk.numbered(1));

    assertThat(server.others()).isEmpty();
    assertThat(server.bulks().get(0).body()).contains("\"_type\":\"fluentd\"");
  }

  @Test
  void puts_the_template_before_the_first_document(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("t.json"), "{\"index_patterns\":[\"NAME-*\"]}");
    server.onOther(request -> new Reply(request.method().equals("PUT") ? 200 : 404, "{}"));
    output(
        "template_name logs",
        "template_file " + file,
        "customize_template {\"NAME\":\"Web\"}",
        "use_legacy_template false");

    output.write(TestChunk.numbered(1));
    output.write(TestChunk.numbered(1).withId("ff0102030405060708090a0b0c0d0e0f"));

    assertThat(
            server.others().stream()
                .filter(request -> request.path().contains("template"))
                .map(request -> request.method() + " " + request.path() + " " + request.body()))
        .containsExactly(
            "GET /_index_template/logs ",
            "PUT /_index_template/logs {\"index_patterns\":[\"web-*\"]}");
  }

  @Test
  void a_refused_template_keeps_the_chunk(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("t.json"), "{}");
    server.onOther(request -> new Reply(403, "{}"));
    output("template_name logs", "template_file " + file);

    assertThatThrownBy(() -> output.write(TestChunk.numbered(1)))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("template_name logs");
    assertThat(server.bulks()).isEmpty();
  }

  @Test
  void puts_the_index_into_the_url_when_asked_to() throws IOException {
    output("include_index_in_url true", "target_index_key i", "generate_id false")
        .write(
            TestChunk.of(
                event("a", 1, "{\"i\":\"x\",\"n\":1}"),
                event("a", 1, "{\"i\":\"x\",\"n\":2}"),
                event("a", 1, "{\"i\":\"y\",\"n\":3}")));

    assertThat(server.bulks().stream().map(Seen::path)).containsExactly("/x/_bulk", "/y/_bulk");
    assertThat(server.bulks().get(1).body()).isEqualTo("{\"index\":{}}\n{\"n\":3}\n");
  }

  @Test
  void events_that_no_request_can_hold_go_to_the_error_stream_once() throws IOException {
    server.inTurn(new Reply(503, "{}"), taken(1));
    output("id_key id");
    TestChunk chunk = TestChunk.of(event("a", 1, "{\"id\":{}}"), event("a", 2, "{\"id\":\"1\"}"));

    assertThatThrownBy(() -> output.write(chunk)).isInstanceOf(RetryableException.class);
    output.write(chunk);

    assertThat(context.failures()).hasSize(1);
    assertThat(sent()).containsOnly(List.of("{\"id\":\"1\"}"));
  }

  @Test
  void goes_on_after_the_server_was_away() throws IOException {
    int port = server.port();
    server.close();
    output = Configured.output(context, "hosts 127.0.0.1:" + port, "reconnect_on_error true");

    assertThatThrownBy(() -> output.write(TestChunk.numbered(1)))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("no answer from Elasticsearch at [http://");
    assertThat(context.failures()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user elastic | user is set but password is not",
        "write_operation update | needs id_key",
        "rollover_index true | rollover_index needs deflector_alias",
        "ilm_policy_overwrite true | ilm_policy_overwrite needs ilm_policy",
        "enable_ilm true\\ndeflector_alias a | enable_ilm and deflector_alias exclude each other",
        "ilm_policy [1] | ilm_policy: expected a JSON object",
        "template_name x | template_name and template_file go together",
        "ssl_min_version TLSv1_2 | ssl_min_version and ssl_max_version go together",
        "hosts ftp://a | hosts: 'ftp://a' is no URL of a node",
        "time_precision 10 | time_precision is 10",
      })
  void refuses_settings_that_do_not_go_together(String line, String reason) {
    assertThatThrownBy(() -> Configured.output(context, line.replace("\\n", "\n")))
        .isInstanceOfAny(ConfigException.class, IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void chunks_are_by_tag_unless_the_user_says_otherwise() {
    BufferDefaults defaults = new ElasticsearchOutput.Factory().bufferDefaults(Configured.config());

    assertThat(defaults.chunkKeys()).containsExactly("tag");
  }
}
