package io.millrace.plugins.kubernetes;

import io.millrace.api.FilterFactory;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.StreamFilter;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code @type kubernetes_metadata}: adds what the cluster knows of the pod, the container and the
 * namespace an event is of, as the fields {@code docker} and {@code kubernetes}.
 *
 * <p>The container is told by the tag, which is the name of its log file, or by the record.
 * Metadata are packed once for each container and appended to records as bytes. Without a cluster,
 * or as long as its API does not answer, events pass with what the tag says.
 *
 * <p>Source: fluent-plugin-kubernetes_metadata_filter. Where this differs on purpose: ADR 28.
 */
public final class KubernetesMetadataFilter implements StreamFilter {
  private static final Duration PURGE = Duration.ofMinutes(5);

  private final KubernetesMetadataConfig config;
  private final PluginContext context;
  private final Optional<Cluster> cluster;
  private final Statistics statistics;
  private final Containers containers;
  private final PerThread<MetadataPass> passes;
  private final AtomicBoolean busy = new AtomicBoolean();

  private KubernetesMetadataFilter(KubernetesMetadataConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
    RecordConfig record = config.record();
    ObjectStore pods = new ObjectStore(config.cache(), context.clock(), context.log());
    ObjectStore namespaces = new ObjectStore(config.cache(), context.clock(), context.log());
    Optional<ApiAddress> address = ApiAddress.of(config.api(), System.getenv());
    this.statistics = new Statistics(context, pods, namespaces);
    this.cluster =
        address.map(url -> new Cluster(url, config, context, pods, namespaces, statistics));
    MetadataRenderer renderer =
        new MetadataRenderer(
            record,
            address.map(ApiAddress::text).filter(url -> !record.skipMasterUrl()),
            statistics);
    this.containers =
        new Containers(
            new TagNames(record.tagToKubernetesNameRegexp()), cluster, renderer, context.clock());
    this.passes = new PerThread<>(() -> new MetadataPass(containers, record.lookupFromK8sField()));
  }

  @Override
  public void start() throws InterruptedException {
    if (cluster.isPresent()) {
      cluster.get().start();
    } else {
      context
          .log()
          .info(
              "no kubernetes_url and no KUBERNETES_SERVICE_HOST in the environment: events get what"
                  + " the tag says");
    }
    context.every(PURGE, PURGE, containers::purge);
    if (config.cache().statsInterval() > 0) {
      Duration interval = Duration.ofSeconds(config.cache().statsInterval());
      context.every(interval, interval, this::logStatistics);
    }
  }

  private void logStatistics() {
    if (busy.getAndSet(false)) {
      context.log().info(statistics.line());
    }
  }

  @Override
  public EventStream filter(Tag tag, EventStream events) {
    if (!config.record().lookupFromK8sField() && !containers.names(tag)) {
      return events;
    }
    busy.lazySet(true);
    return passes.get().run(tag, events);
  }

  @Override
  public void stop() {
    cluster.ifPresent(Cluster::stop);
  }

  @Override
  public void shutdown() throws InterruptedException {
    if (cluster.isPresent()) {
      cluster.get().shutdown();
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends FilterFactory<KubernetesMetadataConfig> {
    /** For the service loader. */
    public Factory() {
      super(
          "kubernetes_metadata",
          "Adds what a Kubernetes cluster knows of the pod of an event.",
          KubernetesMetadataConfig.class,
          KubernetesMetadataFilter::new);
    }
  }
}
