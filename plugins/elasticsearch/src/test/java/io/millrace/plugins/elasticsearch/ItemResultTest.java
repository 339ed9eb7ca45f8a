package io.millrace.plugins.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemResultTest {
  private static final Set<String> CONFIGURED = Set.of("out_of_memory_error");

  @ParameterizedTest
  @CsvSource({
    "index,  200, '', '', DONE",
    "create, 201, '', '', DONE",
    "create, 409, version_conflict_engine_exception, there, DUPLICATE",
    "update, 409, version_conflict_engine_exception, met another, RETRY",
    "index,  409, version_conflict_engine_exception, met another, RETRY",
    "index,  400, document_parsing_exception, bad, REJECTED",
    "index,  400, mapper_parsing_exception, bad, REJECTED",
    "index,  400, illegal_argument_exception, only create in data streams, REJECTED",
    "index,  403, cluster_block_exception, blocked, REJECTED",
    "index,  404, index_not_found_exception, no such index, REJECTED",
    "update, 404, document_missing_exception, missing, REJECTED",
    "index,  413, '', '', REJECTED",
    "index,  429, es_rejected_execution_exception, busy, RETRY",
    "index,  429, '', '', RETRY",
    "index,  400, es_rejected_execution_exception, old servers, RETRY",
    "index,  400, rejected_execution_exception, busy, RETRY",
    "index,  500, json_parse_exception, unreadable, REJECTED",
    "index,  500, '', '', RETRY",
    "index,  502, '', '', RETRY",
    "index,  503, unavailable_shards_exception, away, RETRY",
    "index,  503, process_cluster_event_timeout_exception, slow, RETRY",
    "index,  400, circuit_breaking_exception, too much, RETRY",
    "index,  400, out_of_memory_error, configured, RETRY",
    "index,  0,   '', a plain text, REJECTED",
    "index,  0,   some_exception, why, REJECTED",
    "index,  302, '', '', UNKNOWN",
    "index,  0,   '', '', UNKNOWN",
    "'',     0,   '', '', UNKNOWN",
  })
  void every_answer_has_a_fate(
      String operation, int status, String type, String reason, ItemResult.Fate fate) {
    assertThat(new ItemResult(operation, status, type, reason).fate(CONFIGURED)).isEqualTo(fate);
  }

  @Test
  void an_item_without_an_answer_is_sent_again() {
    assertThat(ItemResult.MISSING.fate(CONFIGURED)).isEqualTo(ItemResult.Fate.RETRY);
  }

  @Test
  void tells_status_type_and_reason() {
    assertThat(new ItemResult("index", 400, "document_parsing_exception", "[n]: bad").sentence())
        .isEqualTo(
            "Elasticsearch rejected this event: status=400 type=document_parsing_exception"
                + " reason=[n]: bad");
  }
}
