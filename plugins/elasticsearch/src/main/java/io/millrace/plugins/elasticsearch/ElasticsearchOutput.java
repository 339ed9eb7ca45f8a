package io.millrace.plugins.elasticsearch;

import io.millrace.api.BufferDefaults;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.RetryableException;
import io.millrace.api.Tag;
import io.millrace.api.Template;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * {@code @type elasticsearch}: writes events to Elasticsearch or OpenSearch through the bulk API.
 *
 * <p>Every event is settled one by one: what the server took is never sent again, what it may take
 * later stays in the buffer, and what it will never take goes to the error stream with the server's
 * reason. Nothing is asked of the server before the first chunk, so a server that is away keeps
 * neither the start nor other outputs waiting.
 *
 * <p>Source: fluent-plugin-elasticsearch, {@code out_elasticsearch}; Elasticsearch's bulk API.
 */
public final class ElasticsearchOutput implements Output, ChunkWriter {
  private final ElasticsearchConfig config;
  private final PluginContext context;
  private final Template hosts;
  private final Clusters clusters;
  private final Templates templates;
  private final ChunkDelivery.Delivery delivery;
  private final Progress progress = new Progress();

  private ElasticsearchOutput(ElasticsearchConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.hosts = config.connection().hosts().orElse(config.connection().host());
    this.clusters = new Clusters(config);
    this.templates = new Templates(config.template(), context.log());
    this.delivery =
        new ChunkDelivery.Delivery(config, new BulkRequests(config.bulk()), new Outcomes(context));
    templates.check();
    checkHosts();
  }

  /** An unusable list is refused before the start, unless chunks complete it. */
  private void checkHosts() {
    if (!hosts.text().contains("${")) {
      HostList.parse(hosts.text(), config.connection());
    }
  }

  @Override
  public void write(Chunk chunk) {
    BitSet settled = progress.take(chunk.id());
    String at = hosts.expand(chunk);
    try {
      deliver(chunk, at, settled);
    } catch (IOException e) {
      putOff(chunk, at, settled);
      String nodes = HostList.parse(at, config.connection()).toString();
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
  private void putOff(Chunk chunk, String at, BitSet settled) {
    progress.keep(chunk.id(), settled);
    if (config.connection().reconnectOnError()) {
      clusters.drop(at);
    }
  }

  private void deliver(Chunk chunk, String at, BitSet settled) throws IOException {
    Cluster cluster = clusters.at(at);
    templates.ensure(chunk, cluster, at);
    Tag tag = chunk.key().tag().orElse(Tag.of(""));
    ItemComposer composer = new ItemComposer(config, context, chunk, tag, cluster.version());
    new ChunkDelivery(delivery, cluster, composer, chunk, settled).run();
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
          ElasticsearchOutput::new);
    }

    @Override
    public BufferDefaults bufferDefaults(ElasticsearchConfig config) {
      return new BufferDefaults(List.of("tag"), Map.of("timekey_use_utc", "true"));
    }
  }
}
