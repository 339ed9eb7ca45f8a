package io.millrace.plugins.elasticsearch;

import static io.millrace.plugins.elasticsearch.BulkServer.items;
import static io.millrace.plugins.elasticsearch.BulkServer.taken;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.api.RetryableException;
import io.millrace.api.UnrecoverableException;
import io.millrace.plugins.elasticsearch.BulkServer.Reply;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestContext;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data streams, on a server that has what a test says. */
class DataStreamTest {
  private final TestContext context = new TestContext();
  private BulkServer server;
  private ElasticsearchOutput output;

  @BeforeEach
  void start() throws IOException {
    server = new BulkServer();
    has(List.of());
  }

  @AfterEach
  void close() {
    if (output != null) {
      output.close();
    }
    server.close();
    context.close();
  }

  /** Objects at these paths are there; others can be put. */
  private void has(List<String> paths) {
    server.onOther(
        request ->
            request.method().equals("PUT") || paths.contains(request.path())
                ? new Reply(200, "{}")
                : new Reply(404, "{}"));
  }

  private ElasticsearchOutput output(String type, String... lines) {
    output =
        Configured.output(
            type, context, server, "data_stream_name logs-${tag}", String.join("\n", lines));
    return output;
  }

  private ElasticsearchOutput stream(String... lines) {
    return output("elasticsearch_data_stream", lines);
  }

  private List<String> puts() {
    return server.others().stream()
        .filter(request -> request.method().equals("PUT"))
        .map(request -> request.path() + " " + request.body())
        .toList();
  }

  @Test
  void makes_policy_template_and_stream_once() throws IOException {
    stream().write(TestChunk.of(event("app", 1, "{\"n\":1}")));
    output.write(TestChunk.of(event("app", 2, "{\"n\":2}")));

    assertThat(puts())
        .containsExactly(
            "/_ilm/policy/logs-app_policy {\"policy\":{\"phases\":{\"hot\":{\"actions\":"
                + "{\"rollover\":{\"max_size\":\"50gb\",\"max_age\":\"30d\"}}}}}}",
            "/_index_template/logs-app_template {\"index_patterns\":[\"logs-app*\"],"
                + "\"data_stream\":{},\"template\":{\"settings\":"
                + "{\"index.lifecycle.name\":\"logs-app_policy\"}}}",
            "/_data_stream/logs-app ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/_data_stream/logs-app | 0 | false",
        "/_index_template/logs-app_template | 1 | false",
        "/_ilm/policy/logs-app_policy | 2 | false",
        "/_data_stream/logs-app | 1 | true",
        "/_ilm/policy/logs-app_policy | 3 | true",
      })
  void leaves_what_is_there(String path, int puts, String overwrite) throws IOException {
    has(List.of(path));

    stream("data_stream_ilm_policy_overwrite " + overwrite)
        .write(TestChunk.of(event("app", 1, "{}")));

    assertThat(puts()).hasSize(puts);
    assertThat(server.bulks()).hasSize(1);
  }

  @Test
  void creates_documents_that_have_a_timestamp_and_an_id() throws IOException {
    stream("id_key id", "include_tag_key true", "remove_keys id", "time_precision 0")
        .write(
            TestChunk.of(
                event("app", 1_700_000_000, "{\"id\":\"x\",\"n\":1}"),
                event("app", 1_700_000_000, "{\"@timestamp\":\"soon\",\"n\":2}")));

    assertThat(server.bulks().get(0).path()).isEqualTo("/logs-app/_bulk");
    assertThat(server.bulks().get(0).body())
        .matches(
            "(?s)\\{\"create\":\\{\"_id\":\"x\"}}\n"
                + "\\{\"n\":1,\"@timestamp\":\"2023-11-1.T..:..:..[^.]*\",\"tag\":\"app\"}\n"
                + "\\{\"create\":\\{}}\n"
                + "\\{\"@timestamp\":\"soon\",\"n\":2,\"tag\":\"app\"}\n");
    assertThat(context.failures()).isEmpty();
  }

  @Test
  void settles_items_as_elsewhere() throws IOException {
    server.inTurn(
        items(
            "{\"create\":{\"status\":201}}",
            "{\"create\":{\"status\":429,\"error\":{\"type\":\"es_rejected_execution_exception\"}}}",
            "{\"create\":{\"status\":400,\"error\":{\"type\":\"document_parsing_exception\"}}}"),
        taken(1));
    TestChunk chunk =
        TestChunk.of(event("a", 1, "{\"n\":1}"), event("a", 2, "{\"n\":2}"), event("a", 3, "{}"));

    assertThatThrownBy(() -> stream().write(chunk)).isInstanceOf(RetryableException.class);
    output.write(chunk);

    assertThat(server.bulks().get(1).documents())
        .singleElement()
        .asString()
        .startsWith("{\"n\":2,");
    assertThat(context.failures()).hasSize(1);
  }

  @Test
  void a_server_without_policies_gets_a_stream_without_one() throws IOException {
    server.onOther(
        request ->
            request.path().startsWith("/_ilm") || request.path().startsWith("/_data_stream")
                ? new Reply(
                    400, "{\"error\":\"no handler found for uri [" + request.path() + "]\"}")
                : new Reply(request.method().equals("PUT") ? 200 : 404, "{}"));

    stream().write(TestChunk.of(event("app", 1, "{}")));

    assertThat(puts())
        .anySatisfy(
            put ->
                assertThat(put)
                    .startsWith("/_index_template/")
                    .endsWith("\"template\":{\"settings\":{}}}"));
    assertThat(server.bulks()).hasSize(1);
  }

  @Test
  void opensearch_is_asked_for_no_policy() throws IOException {
    output("opensearch_data_stream").write(TestChunk.of(event("app", 1, "{}")));

    assertThat(server.others()).noneMatch(request -> request.path().contains("_ilm"));
    assertThat(server.bulks()).hasSize(1);
  }

  @Test
  void no_document_is_sent_before_there_is_a_stream() throws IOException {
    server.onOther(
        request ->
            new Reply(
                request.method().equals("PUT") ? 403 : 404,
                "{\"error\":{\"type\":\"security_exception\",\"reason\":\"not you\"}}"));

    assertThatThrownBy(() -> stream().write(TestChunk.of(event("app", 1, "{}"))))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("data_stream_ilm_name logs-app_policy")
        .hasMessageContaining("security_exception: not you");
    assertThat(server.bulks()).isEmpty();
    has(List.of());
    output.write(TestChunk.of(event("app", 1, "{}")));
    assertThat(server.bulks()).hasSize(1);
  }

  @Test
  void a_name_that_another_thread_took_first_is_fine() throws IOException {
    server.onOther(
        request ->
            !request.method().equals("PUT")
                ? new Reply(404, "{}")
                : request.path().startsWith("/_data_stream")
                    ? new Reply(400, "{\"error\":{\"type\":\"resource_already_exists_exception\"}}")
                    : new Reply(200, "{}"));

    stream().write(TestChunk.of(event("app", 1, "{}")));

    assertThat(server.bulks()).hasSize(1);
  }

  @Test
  void a_chunk_that_gives_no_valid_name_is_given_up() {
    stream();

    assertThatThrownBy(() -> output.write(TestChunk.of(event("App", 1, "{}"))))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining("data_stream_name 'logs-App' must be lower case");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data_stream_name -x | must not start with",
        "data_stream_name a*b | must not contain any of",
        "data_stream_name .. | must not be empty, . or ..",
        "data_stream_name Logs | must be lower case",
        "data_stream_name x\\ndata_stream_template_name A | data_stream_template_name 'A' must be lower case",
        "data_stream_name x\\ndata_stream_ilm_policy '{' | data_stream_ilm_policy: expected JSON",
        "data_stream_name x\\ndata_stream_ilm_policy '[1]' | data_stream_ilm_policy: expected a JSON object",
      })
  void refuses_names_that_no_stream_can_have(String line, String reason) {
    String lines = line.replace("\\n", "\n");

    assertThatThrownBy(() -> Configured.output("elasticsearch_data_stream", context, lines))
        .isInstanceOfAny(ConfigException.class, IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
