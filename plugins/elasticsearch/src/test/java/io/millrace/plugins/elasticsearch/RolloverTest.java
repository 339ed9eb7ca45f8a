package io.millrace.plugins.elasticsearch;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.plugins.elasticsearch.BulkServer.Reply;
import io.millrace.plugins.elasticsearch.BulkServer.Seen;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestContext;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made for indices that roll over, on a server that has none of it. */
class RolloverTest {
  private static final String POLICY = "/_ilm/policy/logstash-policy";

  @TempDir private Path dir;
  private final TestContext context = new TestContext();
  private BulkServer server;
  private ElasticsearchOutput output;

  @BeforeEach
  void start() throws IOException {
    server = new BulkServer();
    server.onOther(request -> new Reply(request.method().equals("PUT") ? 200 : 404, "{}"));
  }

  @AfterEach
  void close() {
    output.close();
    server.close();
    context.close();
  }

  private ElasticsearchOutput output(String... lines) {
    output = Configured.output("elasticsearch", context, server, lines);
    return output;
  }

  private List<String> puts() {
    return server.others().stream()
        .filter(request -> request.method().equals("PUT"))
        .map(RolloverTest::line)
        .toList();
  }

  private static String line(Seen request) {
    return URLDecoder.decode(request.path(), StandardCharsets.UTF_8) + " " + request.body();
  }

  @Test
  void an_alias_gets_policy_template_and_first_index_once() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("t.json"),
            "{\"index_patterns\":[\"mine\"],\"order\":5,\"settings\":{\"a\":\"TEAM\"}}");
    output(
        "index_name Logs-${tag}",
        "enable_ilm true",
        "template_name ignored",
        "template_file " + file,
        "customize_template {\"TEAM\":\"${tag}\"}",
        "application_name web",
        "ilm_policy {\"policy\":{\"phases\":{}}}");

    output.write(TestChunk.of(event("app", 1, "{\"n\":1}"), event("app", 2, "{\"n\":2}")));
    output.write(TestChunk.of(event("app", 3, "{\"n\":3}")));

    assertThat(puts())
        .containsExactly(
            POLICY + " {\"policy\":{\"phases\":{}}}",
            "/_template/logs-app {\"index_patterns\":[\"logs-app-*\"],\"order\":7,\"settings\":"
                + "{\"a\":\"app\",\"index.lifecycle.name\":\"logstash-policy\","
                + "\"index.lifecycle.rollover_alias\":\"logs-app\"}}",
            "/<logs-app-web-{now/d}-000001>"
                + " {\"aliases\":{\"logs-app\":{\"is_write_index\":true}}}");
    assertThat(server.bulks()).hasSize(2);
  }

  @Test
  void each_day_of_logstash_format_is_an_alias() throws IOException {
    output("logstash_format true", "enable_ilm true", "use_legacy_template false");

    output.write(
        TestChunk.of(event("app", 1_700_000_000, "{}"), event("app", 1_700_086_400, "{}")));

    assertThat(puts().stream().filter(put -> !put.startsWith(POLICY)))
        .containsExactly(
            "/_index_template/logstash-2023.11.14 {\"index_patterns\":"
                + "[\"logstash-default-2023.11.14-*\"],\"template\":{\"settings\":"
                + "{\"index.lifecycle.name\":\"logstash-policy\","
                + "\"index.lifecycle.rollover_alias\":\"logstash-2023.11.14\"}},\"priority\":103}",
            "/<logstash-default-2023.11.14-000001>"
                + " {\"aliases\":{\"logstash-2023.11.14\":{\"is_write_index\":true}}}",
            "/_index_template/logstash-2023.11.15 {\"index_patterns\":"
                + "[\"logstash-default-2023.11.15-*\"],\"template\":{\"settings\":"
                + "{\"index.lifecycle.name\":\"logstash-policy\","
                + "\"index.lifecycle.rollover_alias\":\"logstash-2023.11.15\"}},\"priority\":103}",
            "/<logstash-default-2023.11.15-000001>"
                + " {\"aliases\":{\"logstash-2023.11.15\":{\"is_write_index\":true}}}");
  }

  @Test
  void an_alias_that_is_there_stays() throws IOException {
    server.onOther(
        request ->
            request.method().equals("PUT") || request.path().equals("/_alias/current")
                ? new Reply(200, "{}")
                : new Reply(404, "{}"));

    output("index_name logs", "rollover_index true", "deflector_alias current")
        .write(TestChunk.numbered(1));

    assertThat(puts()).isEmpty();
    assertThat(server.bulks()).hasSize(1);
  }

  @Test
  void a_deflector_alias_gets_its_first_index_but_no_policy() throws IOException {
    output(
            "index_name logs",
            "rollover_index true",
            "deflector_alias current",
            "index_date_pattern \"\"")
        .write(TestChunk.numbered(1));

    assertThat(puts())
        .containsExactly(
            "/<logs-default-000001> {\"aliases\":{\"current\":{\"is_write_index\":true}}}");
  }

  @Test
  void an_index_that_was_left_without_its_alias_gets_it() throws IOException {
    server.onOther(
        request ->
            !request.method().equals("PUT")
                ? new Reply(404, "{}")
                : request.path().contains("/_alias/")
                    ? new Reply(200, "{}")
                    : new Reply(
                        400, "{\"error\":{\"type\":\"resource_already_exists_exception\"}}"));

    output(
            "index_name logs",
            "rollover_index true",
            "deflector_alias current",
            "index_date_pattern \"\"")
        .write(TestChunk.numbered(1));

    assertThat(puts().get(1))
        .isEqualTo("/<logs-default-000001>/_alias/current {\"is_write_index\":true}");
    assertThat(server.bulks()).hasSize(1);
  }

  @Test
  void a_server_without_policies_gets_plain_indices() throws IOException {
    server.onOther(request -> new Reply(400, "{\"error\":\"no handler found for uri\"}"));

    output("index_name logs", "enable_ilm true").write(TestChunk.numbered(1));

    assertThat(puts()).isEmpty();
    assertThat(server.bulks()).hasSize(1);
  }
}
