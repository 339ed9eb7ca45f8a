package io.millrace.plugins.elasticsearch;

import io.millrace.api.Include;

/**
 * Settings of {@code @type elasticsearch}, in groups.
 *
 * <p>Source: fluent-plugin-elasticsearch, parameters of {@code out_elasticsearch}.
 */
public record ElasticsearchConfig(
    @Include NodesConfig nodes,
    @Include TargetConfig target,
    @Include TargetKeysConfig targetKeys,
    @Include RolloverConfig rollover,
    @Include CommonConfig common) {}
