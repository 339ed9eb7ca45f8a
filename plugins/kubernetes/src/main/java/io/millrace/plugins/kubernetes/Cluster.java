package io.millrace.plugins.kubernetes;

import io.millrace.api.PluginContext;
import io.millrace.event.ByteSlice;
import io.millrace.plugins.kubernetes.Lookups.State;
import io.millrace.plugins.kubernetes.Lookups.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;

/**
 * What is known of the pods and namespaces of a cluster: followed by {@link Informer}s, and asked
 * for one by one by {@link Lookups} where that is not enough. Safe for use by several threads.
 */
final class Cluster {
  private static final Duration WATCHDOG = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN_AFTER_MISS = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN_AFTER_WAIT = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN_SOON = Duration.ofSeconds(1);

  /**
   * What is known of one container.
   *
   * @param podAbsent whether the pod is known not to exist
   * @param namespaceAbsent whether the namespace is known not to exist
   * @param until when to ask again, even if {@link #version} is the same
   */
  record Known(
      Optional<KubeObject> pod,
      Optional<KubeObject> namespace,
      boolean podAbsent,
      boolean namespaceAbsent,
      Instant until) {}

  private final KubernetesMetadataConfig config;
  private final PluginContext context;
  private final InstantSource clock;
  private final Logger log;
  private final ObjectStore pods;
  private final ObjectStore namespaces;
  private final ApiServer api;
  private final Lookups lookups;
  private final List<Informer> informers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  Cluster(
      ApiAddress address,
      KubernetesMetadataConfig config,
      PluginContext context,
      ObjectStore pods,
      ObjectStore namespaces,
      Statistics statistics) {
    this.config = config;
    this.context = context;
    this.clock = context.clock();
    this.log = context.log();
    this.pods = pods;
    this.namespaces = namespaces;
    this.api = new ApiServer(address, config.api(), clock);
    ObjectReader reader = new ObjectReader(!config.record().skipLabels(), wanted(config.record()));
    this.lookups =
        new Lookups(
            api,
            reader,
            pods,
            namespaces,
            statistics,
            Duration.ofSeconds(config.api().readTimeout()),
            clock,
            log);
    threads.add(context.thread("kubernetes-lookup", lookups));
    if (config.cache().watch()) {
      List<Resource> followed = new ArrayList<>();
      followed.add(Resource.pods(config.cache().node()));
      if (!config.record().skipNamespaceMetadata()) {
        followed.add(Resource.namespaces());
      }
      for (Resource resource : followed) {
        ObjectStore store = resource.path().equals("/pods") ? pods : namespaces;
        Informer informer =
            new Informer(api, resource, reader, store, statistics, config.cache(), log);
        informers.add(informer);
        threads.add(context.thread("kubernetes-" + resource.name(), informer));
      }
    }
  }

  private static Predicate<String> wanted(RecordConfig config) {
    return name ->
        config.annotationMatch().stream().anyMatch(pattern -> pattern.find(ByteSlice.utf8(name)));
  }

  /** Starts to follow, and waits a moment for the first lists. */
  void start() throws InterruptedException {
    threads.forEach(Thread::start);
    context.every(WATCHDOG, WATCHDOG, this::tidy);
    if (config.cache().watch() && config.cache().node().isEmpty()) {
      log.info(
          "no node_name and no K8S_NODE_NAME in the environment: pods are asked for one by one. In"
              + " a DaemonSet set K8S_NODE_NAME from spec.nodeName");
    }
    long deadline = System.nanoTime() + config.cache().waitForMetadata().toNanos();
    for (Informer informer : informers) {
      informer.awaitFirstTry(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
  }

  private void tidy() {
    api.endLate();
    pods.purge();
    namespaces.purge();
    lookups.purge();
  }

  /** Sets flags; does not wait. */
  void stop() {
    lookups.stop();
    informers.forEach(Informer::stop);
  }

  /** Ends the threads. */
  void shutdown() throws InterruptedException {
    stop();
    api.close();
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join(Duration.ofSeconds(5).toMillis());
    }
  }

  /** Changes whenever {@link #find} may answer something else than before. */
  long version() {
    return pods.version() + namespaces.version();
  }

  /**
   * What is known of {@code container}. What is not known yet is asked for; on a thread that may
   * wait, this waits for the answer, once.
   */
  Known find(ContainerName container) {
    Duration patience = config.cache().waitForMetadata();
    State pod = podState(container);
    State namespace = namespaceState(container);
    boolean open = pod == State.ASKED || namespace == State.ASKED;
    boolean waited = open && !patience.isZero() && !lookups.failing() && mayWait();
    if (waited) {
      long deadline = System.nanoTime() + patience.toNanos();
      lookups.await(wantedPod(container), deadline);
      lookups.await(wantedNamespace(container), deadline);
      pod = podState(container);
      namespace = namespaceState(container);
      open = pod == State.ASKED || namespace == State.ASKED;
    }
    Duration again =
        pod == State.KNOWN && namespace == State.KNOWN
            ? LOOK_AGAIN
            : !open ? LOOK_AGAIN_AFTER_MISS : waited ? LOOK_AGAIN_AFTER_WAIT : LOOK_AGAIN_SOON;
    return new Known(
        pod(container),
        config.record().skipNamespaceMetadata()
            ? Optional.empty()
            : namespaces.byKey(container.namespace()),
        pod == State.ABSENT,
        namespace == State.ABSENT,
        clock.instant().plus(again));
  }

  /**
   * Threads that serve many connections, or all timers, never wait: those called {@code io-N} and
   * {@code timer}.
   */
  private static boolean mayWait() {
    String name = Thread.currentThread().getName();
    return !name.startsWith("io-") && !name.equals("timer");
  }

  private static Wanted wantedPod(ContainerName container) {
    return new Wanted(container.namespace(), container.pod());
  }

  private static Wanted wantedNamespace(ContainerName container) {
    return new Wanted("", container.namespace());
  }

  /** The pod, by uid or container; by name if that does not contradict the uid. */
  private Optional<KubeObject> pod(ContainerName container) {
    String key = KubeObject.key(container.namespace(), container.pod());
    String uid = container.podUid();
    return pods.byAlias(container.placeholder())
        .filter(pod -> pod.key().equals(key))
        .or(
            () ->
                pods.byKey(key)
                    .filter(
                        pod ->
                            uid.isEmpty()
                                || uid.equals(pod.uid())
                                || uid.equals(pod.configHash())));
  }

  private State podState(ContainerName container) {
    Optional<KubeObject> pod = pod(container);
    if (pod.isPresent()) {
      return known(pods, pod.get(), wantedPod(container));
    }
    if (pods.byKey(KubeObject.key(container.namespace(), container.pod())).isPresent()) {
      return State.ABSENT; // another pod has the name now
    }
    return lookups.ask(wantedPod(container));
  }

  private State namespaceState(ContainerName container) {
    if (config.record().skipNamespaceMetadata()) {
      return State.KNOWN;
    }
    Optional<KubeObject> namespace = namespaces.byKey(container.namespace());
    return namespace.isPresent()
        ? known(namespaces, namespace.get(), wantedNamespace(container))
        : lookups.ask(wantedNamespace(container));
  }

  /** What is stale serves until the answer to another request comes. */
  private State known(ObjectStore store, KubeObject object, Wanted wanted) {
    if (store.stale(object)) {
      lookups.ask(wanted);
    }
    return State.KNOWN;
  }
}
