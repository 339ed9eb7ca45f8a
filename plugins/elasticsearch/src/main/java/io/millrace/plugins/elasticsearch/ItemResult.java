package io.millrace.plugins.elasticsearch;

import java.util.Set;

/**
 * What the server said of one item of a bulk request.
 *
 * @param operation name in the answer, such as {@code create}; empty if it had none
 * @param status HTTP status of the item; 0 if it had none
 * @param type type of the error; empty if it had none
 * @param reason reason of the error, with its cause behind it; empty if it had none
 */
record ItemResult(String operation, int status, String type, String reason) {
  /** Errors that pass: the server, or a shard, is busy or away. */
  private static final Set<String> PASSING =
      Set.of(
          "es_rejected_execution_exception",
          "rejected_execution_exception",
          "circuit_breaking_exception",
          "unavailable_shards_exception",
          "process_cluster_event_timeout_exception",
          "no_shard_available_action_exception");

  /** Errors of the document that come with the status of a server's fault. */
  private static final Set<String> LASTING = Set.of("json_parse_exception");

  /** The answer that is not there: the server counted fewer items than it was sent. */
  static final ItemResult MISSING = new ItemResult("", 0, "", "the server answered no such item");

  /** What becomes of the event. */
  enum Fate {
    /** It is in the index. */
    DONE,
    /** It was in the index already. */
    DUPLICATE,
    /** It is sent again. */
    RETRY,
    /** It can never be indexed: it goes to the error stream. */
    REJECTED,
    /**
     * The answer says neither: it goes to the error stream, as nothing shows that it is indexed.
     */
    UNKNOWN
  }

  /**
   * What becomes of the event. No answer makes it vanish: what is neither done nor to be tried
   * again goes to the error stream.
   *
   * @param alwaysRetried error types that are tried again whatever their status
   */
  Fate fate(Set<String> alwaysRetried) {
    if (status >= 200 && status < 300) {
      return Fate.DONE;
    }
    if (status == 409 && operation.equals("create")) {
      return Fate.DUPLICATE;
    }
    if (LASTING.contains(type)) {
      return Fate.REJECTED;
    }
    if (alwaysRetried.contains(type) || PASSING.contains(type) || equals(MISSING)) {
      return Fate.RETRY;
    }
    if (status == 429 || status == 409 || status >= 500) {
      return Fate.RETRY; // 409: an update met another one
    }
    return status >= 400 || !reason.isEmpty() ? Fate.REJECTED : Fate.UNKNOWN;
  }

  /** By what rejections are counted in the log. */
  String kind() {
    return type.isEmpty() ? "status " + status : type;
  }

  /** Status, type and reason. */
  String summary() {
    return "status="
        + status
        + (type.isEmpty() ? "" : " type=" + type)
        + (reason.isEmpty() ? "" : " reason=" + reason);
  }

  /** One sentence for the error event. */
  String sentence() {
    return "Elasticsearch rejected this event: " + summary();
  }
}
