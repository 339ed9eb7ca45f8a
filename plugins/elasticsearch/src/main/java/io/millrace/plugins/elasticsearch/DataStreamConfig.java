package io.millrace.plugins.elasticsearch;

import io.millrace.api.Include;

/**
 * Settings of {@code @type elasticsearch_data_stream}, in groups.
 *
 * <p>Source: fluent-plugin-elasticsearch, parameters of {@code out_elasticsearch_data_stream}.
 */
public record DataStreamConfig(
    @Include NodesConfig nodes, @Include StreamConfig stream, @Include CommonConfig common) {}
