package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import java.io.IOException;
import java.util.Optional;

/** {@code @type elasticsearch}: placeholders are filled in once for each chunk. */
final class StaticVariant implements Variant {
  private final ElasticsearchConfig config;
  private final PluginContext context;
  private final Templates templates;
  private final Rollover rollover;

  StaticVariant(ElasticsearchConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.templates = new Templates(config.common().template(), true, context.log());
    this.rollover = new Rollover(config, templates, context.log());
  }

  @Override
  public CommonConfig common() {
    return config.common();
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
    templates.ensure(chunk, cluster, nodes, !config.rollover().enableIlm());
  }

  @Override
  public void open(Chunk chunk, Cluster cluster, Nodes nodes, String index) throws IOException {
    rollover.ensure(chunk, cluster, nodes, index);
  }

  @Override
  public Composer composer(Chunk chunk, Tag tag, ServerVersion version) {
    Target target =
        config.target().of(chunk, config.targetKeys(), config.common().document().generateId());
    return new ItemComposer(config.common(), target, context, chunk, tag, version);
  }
}
