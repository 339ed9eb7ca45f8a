package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import java.util.Optional;

/** What of a record decides where it goes. */
public record TargetKeysConfig(
    @Param(doc = "What is between logstash_prefix and date.", def = "-")
        String logstashPrefixSeparator,
    @Param(doc = "Field that names the index, dots go deeper; it leaves the record.")
        Optional<String> targetIndexKey,
    @Param(doc = "Field that names the type, for Elasticsearch 5 and before.")
        Optional<String> targetTypeKey,
    @Param(
            doc = "Not supported: writing to the index that has the document already.",
            def = "false")
        boolean targetIndexAffinity) {
  /** Refuses what this version cannot do. */
  public TargetKeysConfig {
    if (targetIndexAffinity) {
      throw new IllegalArgumentException(
          "target_index_affinity is not supported: remove it, or write to an alias");
    }
  }
}
