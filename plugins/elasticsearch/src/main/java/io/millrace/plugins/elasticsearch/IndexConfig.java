package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import io.millrace.api.Template;
import java.util.Optional;

/** Which index a record goes to. */
public record IndexConfig(
    @Param(doc = "Index; placeholders are filled in.", def = "fluentd") Template indexName,
    @Param(doc = "Whether the index is logstash_prefix and the day.", def = "false")
        boolean logstashFormat,
    @Param(doc = "Head of the index of logstash_format.", def = "logstash") Template logstashPrefix,
    @Param(doc = "What is between head and date.", def = "-") String logstashPrefixSeparator,
    @Param(doc = "Date in the index, as for Ruby's strftime.", def = "%Y.%m.%d")
        Template logstashDateformat,
    @Param(doc = "Whether the date is that of UTC; else of the time's own zone.", def = "true")
        boolean utcIndex,
    @Param(doc = "Field that names the index, dots go deeper; it leaves the record.")
        Optional<String> targetIndexKey,
    @Param(doc = "Type of documents, for Elasticsearch 6 and before.", def = "fluentd")
        Template typeName,
    @Param(doc = "Field that names the type, for Elasticsearch 5 and before.")
        Optional<String> targetTypeKey,
    @Param(
            doc = "Not supported: writing to the index that has the document already.",
            def = "false")
        boolean targetIndexAffinity,
    @Param(doc = "Ingest pipeline; placeholders are filled in.") Optional<Template> pipeline) {
  /** Refuses what this version cannot do. */
  public IndexConfig {
    if (targetIndexAffinity) {
      throw new IllegalArgumentException(
          "target_index_affinity is not supported: remove it, or write to an alias");
    }
  }
}
