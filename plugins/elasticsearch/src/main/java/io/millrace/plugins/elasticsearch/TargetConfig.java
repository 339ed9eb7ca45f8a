package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.Param;
import io.millrace.api.Template;
import java.util.Optional;

/** Where events go and what is done with them there; chunks fill in the placeholders. */
public record TargetConfig(
    @Param(doc = "Index; placeholders are filled in.", def = "fluentd") Template indexName,
    @Param(doc = "Whether the index is logstash_prefix and the day.", def = "false")
        boolean logstashFormat,
    @Param(doc = "Head of the index of logstash_format.", def = "logstash") Template logstashPrefix,
    @Param(doc = "Date in the index, as for Ruby's strftime.", def = "%Y.%m.%d")
        Template logstashDateformat,
    @Param(doc = "Whether the date is that of UTC; else of the time's own zone.", def = "true")
        boolean utcIndex,
    @Param(doc = "Type of documents, for Elasticsearch 6 and before.", def = "fluentd")
        Template typeName,
    @Param(doc = "Whether records get a @timestamp without logstash_format too.", def = "false")
        boolean includeTimestamp,
    @Param(doc = "Field to take the time from, where it is there.") Optional<String> timeKey,
    @Param(doc = "Field that takes the tag.", def = "tag") String tagKey,
    @Param(doc = "What is done: index, create, update or upsert.", def = "index")
        WriteOperation writeOperation,
    @Param(doc = "Field that holds the _id, in record accessor syntax.") Optional<String> idKey,
    @Param(doc = "Field that holds the _parent, in record accessor syntax.")
        Optional<String> parentKey,
    @Param(doc = "Field that holds the routing, in record accessor syntax.")
        Optional<String> routingKey) {
  /** Checks that what needs an {@code _id} has one. */
  public TargetConfig {
    if (writeOperation.needsId() && idKey.isEmpty()) {
      throw new IllegalArgumentException(
          "write_operation "
              + writeOperation.word()
              + " needs id_key: name the field that holds the _id");
    }
  }

  /** Where the events of {@code chunk} go. */
  Target of(Chunk chunk, TargetKeysConfig keys, boolean generateId) {
    return new Target(
        logstashFormat
            ? Target.Index.dated(
                logstashPrefix.expand(chunk) + keys.logstashPrefixSeparator(),
                logstashDateformat.expand(chunk),
                utcIndex)
            : Target.Index.undated(indexName.expand(chunk)),
        typeName.expand(chunk),
        keys.targetIndexKey(),
        keys.targetTypeKey(),
        new Target.Timing(logstashFormat || includeTimestamp, timeKey, false, logstashFormat),
        tagKey,
        Operation.of(writeOperation, idKey, generateId),
        new Target.Meta(idKey, parentKey, routingKey));
  }
}
