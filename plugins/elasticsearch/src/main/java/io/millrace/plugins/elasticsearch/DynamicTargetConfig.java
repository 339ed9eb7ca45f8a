package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where events go and what is done with them there, as each event may say it in expressions. The
 * same record holds the settings as they are written and, {@linkplain #fill filled in}, those of
 * one event.
 *
 * <p>Source: fluent-plugin-elasticsearch, {@code DYNAMIC_PARAM_NAMES} of {@code
 * out_elasticsearch_dynamic}.
 */
public record DynamicTargetConfig(
    @Param(doc = "Index; ${...} are Ruby expressions, here and below.", def = "fluentd")
        String indexName,
    @Param(doc = "Whether the index is logstash_prefix and the day.", def = "false")
        String logstashFormat,
    @Param(doc = "Head of the index of logstash_format.", def = "logstash") String logstashPrefix,
    @Param(doc = "Date in the index, as for Ruby's strftime.", def = "%Y.%m.%d")
        String logstashDateformat,
    @Param(doc = "Whether the date is that of UTC; else of the time's own zone.", def = "true")
        String utcIndex,
    @Param(doc = "Type of documents, for Elasticsearch 6 and before.", def = "fluentd")
        String typeName,
    @Param(doc = "Whether records get a @timestamp without logstash_format too.", def = "false")
        String includeTimestamp,
    @Param(doc = "Field to take the time from, where it is there.") Optional<String> timeKey,
    @Param(doc = "Field that takes the tag.", def = "tag") String tagKey,
    @Param(doc = "What is done: index, create, update or upsert.", def = "index")
        String writeOperation,
    @Param(doc = "Field that holds the _id, in record accessor syntax.") Optional<String> idKey,
    @Param(doc = "Field that holds the _parent, in record accessor syntax.")
        Optional<String> parentKey,
    @Param(doc = "Field that holds the routing, in record accessor syntax.")
        Optional<String> routingKey) {
  /** Checks what holds no expression. */
  public DynamicTargetConfig {
    check("logstash_format", logstashFormat);
    check("utc_index", utcIndex);
    check("include_timestamp", includeTimestamp);
    if (!DynamicText.isOne(writeOperation)
        && operation(writeOperation).needsId()
        && idKey.isEmpty()) {
      throw new IllegalArgumentException(
          "write_operation " + writeOperation + " needs id_key: name the field that holds the _id");
    }
  }

  private static void check(String parameter, String value) {
    if (!DynamicText.isOne(value)) {
      bool(parameter, value);
    }
  }

  private static boolean bool(String parameter, String value) {
    return switch (value.strip()) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default ->
          throw new IllegalArgumentException(
              parameter + ": expected true or false, not '" + value + "'");
    };
  }

  private static WriteOperation operation(String value) {
    try {
      return WriteOperation.valueOf(value.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "write_operation: expected index, create, update or upsert, not '" + value + "'", e);
    }
  }

  /** The settings by their names; those that are not set are left out. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("index_name", indexName);
    texts.put("logstash_format", logstashFormat);
    texts.put("logstash_prefix", logstashPrefix);
    texts.put("logstash_dateformat", logstashDateformat);
    texts.put("utc_index", utcIndex);
    texts.put("type_name", typeName);
    texts.put("include_timestamp", includeTimestamp);
    timeKey.ifPresent(text -> texts.put("time_key", text));
    texts.put("tag_key", tagKey);
    texts.put("write_operation", writeOperation);
    idKey.ifPresent(text -> texts.put("id_key", text));
    parentKey.ifPresent(text -> texts.put("parent_key", text));
    routingKey.ifPresent(text -> texts.put("routing_key", text));
    return texts;
  }

  /** The settings with every text replaced by what {@code filler} makes of it. */
  DynamicTargetConfig fill(UnaryOperator<String> filler) {
    return new DynamicTargetConfig(
        filler.apply(indexName),
        filler.apply(logstashFormat),
        filler.apply(logstashPrefix),
        filler.apply(logstashDateformat),
        filler.apply(utcIndex),
        filler.apply(typeName),
        filler.apply(includeTimestamp),
        timeKey.map(filler),
        filler.apply(tagKey),
        filler.apply(writeOperation),
        idKey.map(filler),
        parentKey.map(filler),
        routingKey.map(filler));
  }

  /**
   * Where an event goes whose settings these are.
   *
   * @throws IllegalArgumentException if one of them is no such setting
   */
  Target target(TargetKeysConfig keys, boolean generateId) {
    boolean dated = bool("logstash_format", logstashFormat);
    Optional<String> id = idKey.filter(key -> !key.isEmpty());
    return new Target(
        dated
            ? Target.Index.dated(
                logstashPrefix + keys.logstashPrefixSeparator(),
                logstashDateformat,
                bool("utc_index", utcIndex))
            : Target.Index.undated(indexName),
        typeName,
        keys.targetIndexKey(),
        keys.targetTypeKey(),
        new Target.Timing(
            dated || bool("include_timestamp", includeTimestamp),
            timeKey.filter(key -> !key.isEmpty()),
            true,
            dated),
        tagKey,
        Operation.of(operation(writeOperation), id, generateId),
        new Target.Meta(
            id, parentKey.filter(key -> !key.isEmpty()), routingKey.filter(key -> !key.isEmpty())));
  }
}
