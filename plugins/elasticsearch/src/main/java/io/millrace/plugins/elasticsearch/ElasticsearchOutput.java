package io.millrace.plugins.elasticsearch;

import io.millrace.api.BufferDefaults;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.RetryableException;
import io.millrace.api.Tag;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * {@code @type elasticsearch} and its variants: writes events to Elasticsearch or OpenSearch
 * through the bulk API.
 *
 * <p>Every event is settled one by one: what the server took is never sent again, what it may take
 * later stays in the buffer, and what it will never take goes to the error stream with the server's
 * reason. Nothing is asked of the server before the first chunk, so a server that is away keeps
 * neither the start nor other outputs waiting.
 *
 * <p>Source: fluent-plugin-elasticsearch, {@code out_elasticsearch}; Elasticsearch's bulk API.
 */
public final class ElasticsearchOutput implements Output, ChunkWriter {
  /** What all outputs of this package set in {@code <buffer>} where the user did not. */
  static final BufferDefaults BUFFER =
      new BufferDefaults(List.of("tag"), Map.of("timekey_use_utc", "true"));

  private final Variant variant;
  private final ConnectionConfig connection;
  private final Clusters clusters;
  private final ChunkDelivery.Delivery delivery;
  private final Progress progress = new Progress();

  ElasticsearchOutput(Variant variant, PluginContext context) {
    CommonConfig config = variant.common();
    this.variant = variant;
    this.connection = config.connection();
    this.clusters = new Clusters(config);
    this.delivery =
        new ChunkDelivery.Delivery(config, new BulkRequests(config.bulk()), new Outcomes(context));
    // An unusable list is refused before the start, unless chunks complete it.
    variant.fixedNodes().ifPresent(nodes -> HostList.parse(nodes, connection));
  }

  @Override
  public void write(Chunk chunk) {
    BitSet settled = progress.take(chunk.id());
    Nodes at = variant.nodes(chunk);
    try {
      deliver(chunk, at, settled);
    } catch (IOException e) {
      putOff(chunk, at, settled);
      String nodes = HostList.parse(at, connection).toString();
      throw new RetryableException(
          e.getClass().getSimpleName(),
          "no answer from Elasticsearch at " + nodes + ": " + e.getMessage(),
          e);
    } catch (RuntimeException e) {
      putOff(chunk, at, settled);
      throw e;
    } finally {
      delivery.outcomes().rejections().report();
    }
  }

  /** What is settled is not sent again with the rest. */
  private void putOff(Chunk chunk, Nodes at, BitSet settled) {
    progress.keep(chunk.id(), settled);
    if (connection.reconnectOnError()) {
      clusters.drop(at);
    }
  }

  private void deliver(Chunk chunk, Nodes at, BitSet settled) throws IOException {
    Cluster cluster = clusters.at(at);
    variant.prepare(chunk, cluster, at);
    Tag tag = chunk.key().tag().orElse(Tag.of(""));
    Composer composer = variant.composer(chunk, tag, cluster.version());
    ChunkDelivery.IndexOpener opener = index -> variant.open(chunk, cluster, at, index);
    new ChunkDelivery(delivery, cluster, composer, opener, chunk, settled).run();
  }

  @Override
  public void close() {
    delivery.outcomes().rejections().reportAll();
    clusters.close();
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<ElasticsearchConfig> {
    /** For the service loader. */
    public Factory() {
      super(
          "elasticsearch opensearch",
          "Writes events to Elasticsearch or OpenSearch.",
          ElasticsearchConfig.class,
          (config, context) ->
              new ElasticsearchOutput(new StaticVariant(config, context), context));
    }

    @Override
    public BufferDefaults bufferDefaults(ElasticsearchConfig config) {
      return BUFFER;
    }
  }
}
