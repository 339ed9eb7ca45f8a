package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code @type elasticsearch_data_stream}: every event becomes a new document of a data stream, and
 * has a {@code @timestamp}.
 *
 * <p>Source: fluent-plugin-elasticsearch, {@code out_elasticsearch_data_stream}.
 */
final class DataStreamVariant implements Variant {
  private final DataStreamConfig config;
  private final CommonConfig common;
  private final PluginContext context;
  private final Templates templates;
  private final DataStreams streams;

  /** For servers with lifecycle policies, or for those without. */
  DataStreamVariant(DataStreamConfig config, boolean hasPolicies, PluginContext context) {
    this.config = config;
    this.common = config.common().withIndexInUrl();
    this.context = context;
    this.templates = new Templates(common.template(), false, context.log());
    this.streams = new DataStreams(config.stream(), hasPolicies, context.log());
  }

  @Override
  public CommonConfig common() {
    return common;
  }

  @Override
  public Optional<Nodes> fixedNodes() {
    return config.nodes().fixed();
  }

  @Override
  public Nodes nodes(Chunk chunk) {
    return config.nodes().at(chunk);
  }

  @Override
  public void prepare(Chunk chunk, Cluster cluster, Nodes nodes) throws IOException {
    templates.ensure(chunk, cluster, nodes, true);
    streams.ensure(chunk, cluster, nodes);
  }

  @Override
  public Composer composer(Chunk chunk, Tag tag, ServerVersion version) {
    Target target =
        new Target(
            Target.Index.undated(streams.name(chunk)),
            "",
            Optional.empty(),
            Optional.empty(),
            new Target.Timing(true, Optional.empty(), true, false),
            config.stream().tagKey(),
            Operation.ADD,
            new Target.Meta(config.stream().idKey(), Optional.empty(), Optional.empty()));
    return new ItemComposer(common, target, context, chunk, tag, version);
  }
}
