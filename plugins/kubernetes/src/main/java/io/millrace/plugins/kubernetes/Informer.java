package io.millrace.plugins.kubernetes;

import io.millrace.plugins.kubernetes.ObjectReader.Change;
import io.millrace.plugins.kubernetes.ObjectReader.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Keeps an {@link ObjectStore} as the cluster is: one list, then changes from the version of the
 * list on, for as long as the plugin runs. It runs on a thread of its own.
 *
 * <p><b>Versions.</b> Each change carries the version to go on from, and so do the bookmarks that
 * the API sends in quiet times. A watch that ends (each does after some minutes, which the request
 * asks for with a random number, so that the agents of a cluster do not come back together) goes on
 * from the last version. When the API has forgotten that version it answers 410, in place of the
 * watch or in it, and a new list is taken.
 *
 * <p><b>Failures</b> never end the thread: it waits, longer each time and with jitter, and tries
 * again. A watch that is cut just goes on; the log gets a line when that fails too, one when it has
 * failed often, and one when it works again.
 *
 * <p>Source: Kubernetes documentation, "API concepts: efficient detection of changes, watch
 * bookmarks, 410 Gone responses".
 */
final class Informer implements Runnable {
  private static final int PAGE = 500;
  private static final int MIN_WATCH_SECONDS = 300;
  private static final Duration LIST_TIME = Duration.ofMinutes(2);

  /** The API ends a watch by itself; this much later we do. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final Duration QUICK_END = Duration.ofSeconds(1);

  private final ApiServer api;
  private final Resource resource;
  private final ObjectReader reader;
  private final ObjectStore store;
  private final Statistics statistics;
  private final CacheConfig config;
  private final Logger log;
  private final Backoff backoff;
  private final CountDownLatch firstTry = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Optional<String> version = Optional.empty(); // the thread's own
  private boolean expired; // the thread's own
  private boolean watching; // the thread's own
  private volatile boolean synced;

  Informer(
      ApiServer api,
      Resource resource,
      ObjectReader reader,
      ObjectStore store,
      Statistics statistics,
      CacheConfig config,
      Logger log) {
    this.api = api;
    this.resource = resource;
    this.reader = reader;
    this.store = store;
    this.statistics = statistics;
    this.config = config;
    this.log = log;
    this.backoff = new Backoff(config);
  }

  /** Waits until there was a list or a failure to get one. */
  void awaitFirstTry(Duration time) throws InterruptedException {
    firstTry.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether a list was taken and the last try did not fail. */
  boolean synced() {
    return synced;
  }

  /** The thread ends soon; if it waits for the API, its connection must be closed too. */
  void stop() {
    stopped.countDown();
  }

  @Override
  public void run() {
    while (stopped.getCount() > 0) {
      Duration pause = step();
      firstTry.countDown();
      try {
        if (stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** A list, or a watch until it ends; answers how long to wait then. */
  private Duration step() {
    try {
      if (version.isEmpty()) {
        version = Optional.of(list());
        worked();
        return Duration.ZERO;
      }
      long start = System.nanoTime();
      watch(version.get());
      return System.nanoTime() - start < QUICK_END.toNanos() ? backoff.next() : Duration.ZERO;
    } catch (ApiException e) {
      if (e.gone()) {
        watching = false;
        return startOver(reason(e));
      }
      return failed(e);
    } catch (IOException | RuntimeException e) {
      return failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      return Duration.ZERO;
    }
  }

  private void worked() {
    if (backoff.failures() > 0 && !synced) {
      log.info(
          "the Kubernetes API answers again: resource={} known={}", resource.name(), store.size());
    }
    backoff.reset();
    synced = true;
  }

  private Duration startOver(String reason) {
    statistics.add(resource.gone());
    log.debug("a new list is taken: resource={} reason=\"{}\"", resource.name(), reason);
    version = Optional.empty();
    expired = true;
    return backoff.next();
  }

  private Duration failed(Exception e) {
    if (stopped.getCount() == 0) {
      return Duration.ZERO;
    }
    if (watching) {
      return cut(e);
    }
    statistics.add(resource.failures());
    boolean first = synced || backoff.failures() == 0;
    synced = false;
    Duration pause = backoff.next();
    if (first) {
      log.warn(
          "cannot follow the {} of the cluster, events get the metadata known so far and what the"
              + " tag says; tried again in {} ms, then less and less often up to once a minute:"
              + " error=\"{}\"",
          resource.name(),
          pause.toMillis(),
          reason(e));
    } else if (backoff.failures() == config.watchRetryMaxTimes()) {
      log.error(
          "still cannot follow the {} of the cluster; retries go on: failures={} error=\"{}\"",
          resource.name(),
          backoff.failures(),
          reason(e));
    }
    return pause;
  }

  /** A connection does not live for ever: only if the next one fails there is something to say. */
  private Duration cut(Exception e) {
    watching = false;
    log.debug("a watch was cut and goes on: resource={} error=\"{}\"", resource.name(), reason(e));
    return backoff.next();
  }

  /** Of a parser's message the first line is the one that matters. */
  private static String reason(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("") + cause(e);
  }

  private static String cause(Exception e) {
    return e.getCause() == null ? "" : " (" + e.getCause().getClass().getSimpleName() + ")";
  }

  /** Takes in all there is and answers the version to watch from. */
  private String list() throws IOException, InterruptedException {
    Set<String> uids = new HashSet<>();
    Map<String, String> query = new LinkedHashMap<>(resource.selection());
    // One object tells the version, which is all we need if each is asked for by itself.
    query.put("limit", String.valueOf(resource.complete() ? PAGE : 1));
    if (resource.complete() && !expired) {
      query.put("resourceVersion", "0"); // from the API's cache, which is cheap
    }
    Page page;
    do {
      try (ApiAnswer answer = api.get(resource.path(), query, resource.listType(), LIST_TIME)) {
        page =
            reader.list(
                answer.body(),
                object -> {
                  if (resource.complete()) {
                    uids.add(object.uid());
                    store.watched(object);
                  }
                });
      }
      query.remove("resourceVersion");
      query.put("continue", page.next());
    } while (resource.complete() && !page.next().isEmpty());
    if (resource.complete()) {
      store.retain(uids);
    }
    expired = false;
    return page.version();
  }

  private void watch(String from) throws IOException, InterruptedException {
    int seconds = MIN_WATCH_SECONDS + ThreadLocalRandom.current().nextInt(MIN_WATCH_SECONDS);
    Map<String, String> query = new LinkedHashMap<>(resource.selection());
    query.put("watch", "true");
    query.put("allowWatchBookmarks", "true");
    query.put("resourceVersion", from);
    query.put("timeoutSeconds", String.valueOf(seconds));
    Duration time = Duration.ofSeconds(seconds).plus(GRACE);
    try (ApiAnswer answer = api.get(resource.path(), query, resource.objectType(), time)) {
      if (!synced) {
        worked();
      }
      watching = true;
      long opened = System.nanoTime();
      try {
        reader.watch(answer.body(), this::change);
      } finally {
        if (System.nanoTime() - opened > QUICK_END.toNanos()) {
          backoff.reset(); // it did not fail at once, whatever ended it
        }
      }
    }
    watching = false;
  }

  private void change(Change change) throws IOException {
    switch (change.type()) {
      case "ERROR" ->
          throw new ApiException(change.code(), change.code() + " in a watch: " + change.message());
      case "ADDED", "MODIFIED" -> take(change.object());
      case "DELETED" -> {
        take(change.object()); // the last status: ids of containers
        statistics.add(resource.deletes());
        store.deleted(change.object().uid());
      }
      default -> {} // BOOKMARK: the version is all it says
    }
    if (!change.version().isEmpty()) {
      version = Optional.of(change.version());
    }
    backoff.reset();
  }

  private void take(KubeObject object) {
    if (resource.complete()) {
      store.watched(object);
      statistics.add(resource.updates());
    } else {
      statistics.add(store.changed(object) ? resource.updates() : resource.misses());
    }
  }
}
