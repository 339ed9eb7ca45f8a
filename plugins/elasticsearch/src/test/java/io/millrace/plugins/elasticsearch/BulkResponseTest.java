package io.millrace.plugins.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.RetryableException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkResponseTest {
  private static Map<Integer, ItemResult> read(int sent, String body) {
    Map<Integer, ItemResult> failed = new TreeMap<>();
    BulkResponse.read(body.getBytes(StandardCharsets.UTF_8), sent, failed::put);
    return failed;
  }

  @Test
  void without_errors_no_item_is_looked_at() {
    assertThat(read(2, "{\"took\":3,\"errors\":false,\"items\":[{\"index\":{\"status\":500}}]}"))
        .isEmpty();
  }

  @Test
  void reports_what_did_not_succeed_by_its_place() {
    Map<Integer, ItemResult> failed =
        read(
            4,
            """
            {"took":1,"ingest_took":0,"errors":true,"items":[
              {"create":{"_index":"a","_id":"1","_shards":{"total":2},"status":201}},
              {"create":{"_id":"2","status":409,"error":{"type":"version_conflict_engine_exception",
                "reason":"[2]: version conflict","index":"a"}}},
              {"create":{"status":400,"error":{"type":"document_parsing_exception",
                "reason":"failed to parse field [n]",
                "caused_by":{"type":"number_format_exception","reason":"For input string"}}}},
              {"create":{"status":200}}]}""");

    assertThat(failed)
        .containsExactly(
            Map.entry(
                1,
                new ItemResult(
                    "create", 409, "version_conflict_engine_exception", "[2]: version conflict")),
            Map.entry(
                2,
                new ItemResult(
                    "create",
                    400,
                    "document_parsing_exception",
                    "failed to parse field [n] (For input string)")));
  }

  @Test
  void takes_an_error_that_is_a_text() {
    assertThat(
            read(1, "{\"errors\":true,\"items\":[{\"index\":{\"status\":500,\"error\":\"oh\"}}]}"))
        .containsExactly(Map.entry(0, new ItemResult("index", 500, "", "oh")));
  }

  @Test
  void shortens_reasons_that_quote_a_document() {
    String body =
        "{\"errors\":true,\"items\":[{\"index\":{\"status\":400,\"error\":{\"type\":\"t\",\"reason\":\""
            + "x".repeat(5000)
            + "\"}}}]}";

    assertThat(read(1, body).get(0).reason()).hasSize(1027).endsWith("...");
  }

  @Test
  void takes_items_of_no_known_form() {
    assertThat(read(3, "{\"errors\":true,\"items\":[null,[1,2],{\"index\":7}]}"))
        .containsExactly(
            Map.entry(0, new ItemResult("", 0, "", "")),
            Map.entry(1, new ItemResult("", 0, "", "")),
            Map.entry(2, new ItemResult("index", 0, "", "")));
  }

  @Test
  void reports_items_that_are_missing() {
    assertThat(read(3, "{\"errors\":true,\"items\":[{\"index\":{\"status\":201}}]}"))
        .containsExactly(Map.entry(1, ItemResult.MISSING), Map.entry(2, ItemResult.MISSING));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>502</html>",
        "[]",
        "{}",
        "{\"took\":1}",
        "{\"errors\":true}",
        "{\"errors\":true,\"items\":{}}",
        "{\"errors\":true,\"items\":[{\"index\":{\"status\":2",
        "{\"errors\":true,\"items\":[{\"i\":{\"status\":200}},{\"i\":{\"status\":200}}]}",
      })
  void what_is_no_answer_fails_the_chunk(String body) {
    assertThatThrownBy(() -> read(1, body))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("the answer to a bulk request cannot be understood");
  }
}
