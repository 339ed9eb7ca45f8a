package io.millrace.plugins.elasticsearch;

import io.millrace.api.Include;
import io.millrace.api.Param;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of {@code @type elasticsearch_dynamic}, in groups.
 *
 * <p>Source: fluent-plugin-elasticsearch, parameters of {@code out_elasticsearch_dynamic}.
 */
public record DynamicConfig(
    @Include DynamicNodesConfig nodes,
    @Include DynamicTargetConfig target,
    @Param(doc = "What is between the tag_parts of a tag.", def = ".") String delimiter,
    @Include TargetKeysConfig targetKeys,
    @Include CommonConfig common) {

  /**
   * The settings that expressions see as instance variables, by name without the {@code @}: those
   * that say where events go, never who we are to the server.
   */
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>(target.texts());
    variables.put("host", nodes.host());
    variables.put("port", nodes.port());
    nodes.hosts().ifPresent(hosts -> variables.put("hosts", hosts));
    variables.put("delimiter", delimiter);
    variables.put("logstash_prefix_separator", targetKeys.logstashPrefixSeparator());
    return variables;
  }
}
