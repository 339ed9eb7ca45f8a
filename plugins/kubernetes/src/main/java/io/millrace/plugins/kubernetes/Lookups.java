package io.millrace.plugins.kubernetes;

import io.millrace.plugins.kubernetes.Statistics.Count;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;

/**
 * Asks the API for single objects, one at a time, on a thread of its own; several who want the same
 * share one request. That something does not exist, or could not be asked for, is remembered for a
 * while, so that no stream of events becomes a stream of requests. Safe for use by several threads.
 */
final class Lookups implements Runnable {
  private static final int MAX_WAITING = 1000;
  private static final int MAX_REMEMBERED = 10_000;
  private static final Duration REMEMBER_ABSENT = Duration.ofSeconds(30);
  private static final Duration REMEMBER_FAILED = Duration.ofSeconds(10);

  /**
   * An object to ask for.
   *
   * @param namespace empty to ask for a namespace
   */
  record Wanted(String namespace, String name) {
    boolean pod() {
      return !namespace.isEmpty();
    }

    private String path() {
      return pod()
          ? "/namespaces/" + ApiServer.encoded(namespace) + "/pods/" + ApiServer.encoded(name)
          : "/namespaces/" + ApiServer.encoded(name);
    }
  }

  /** What is known of an object. */
  enum State {
    /** It is in the store. */
    KNOWN,
    /** It is being asked for. */
    ASKED,
    /** It does not exist. */
    ABSENT,
    /** It could not be asked for. */
    FAILED
  }

  /**
   * An answer that brought no object.
   *
   * @param until when it may be asked for again
   */
  private record Miss(State state, Instant until) {}

  private final ApiServer api;
  private final ObjectReader reader;
  private final ObjectStore pods;
  private final ObjectStore namespaces;
  private final Statistics statistics;
  private final Duration time;
  private final InstantSource clock;
  private final Logger log;
  private final Map<Wanted, Miss> misses = new ConcurrentHashMap<>();
  private final Map<Wanted, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
  private final BlockingQueue<Wanted> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private volatile boolean failing;
  private volatile boolean stopped;

  Lookups(
      ApiServer api,
      ObjectReader reader,
      ObjectStore pods,
      ObjectStore namespaces,
      Statistics statistics,
      Duration time,
      InstantSource clock,
      Logger log) {
    this.api = api;
    this.reader = reader;
    this.pods = pods;
    this.namespaces = namespaces;
    this.statistics = statistics;
    this.time = time;
    this.clock = clock;
    this.log = log;
  }

  /** Whether the last request failed: waiting for the next is of little use. */
  boolean failing() {
    return failing;
  }

  /**
   * What is known of an object that is not in the store, or stale there; asks for it unless that
   * was done lately.
   */
  State ask(Wanted wanted) {
    Miss miss = misses.get(wanted);
    if (miss != null && clock.instant().isBefore(miss.until())) {
      return miss.state();
    }
    CompletableFuture<Void> mine = new CompletableFuture<>();
    if (waiting.putIfAbsent(wanted, mine) == null && (stopped || !queue.offer(wanted))) {
      remember(wanted, State.FAILED, REMEMBER_FAILED);
      done(wanted);
      return State.FAILED;
    }
    return State.ASKED;
  }

  private CompletableFuture<Void> answered(Wanted wanted) {
    CompletableFuture<Void> future = waiting.get(wanted);
    return future == null ? CompletableFuture.completedFuture(null) : future;
  }

  private void done(Wanted wanted) {
    CompletableFuture<Void> future = waiting.remove(wanted);
    if (future != null) {
      future.complete(null);
    }
  }

  private void remember(Wanted wanted, State state, Duration how) {
    if (misses.size() < MAX_REMEMBERED) {
      misses.put(wanted, new Miss(state, clock.instant().plus(how)));
    }
  }

  /** Forgets what may be asked for again. Does not wait. */
  void purge() {
    Instant now = clock.instant();
    misses.values().removeIf(miss -> !now.isBefore(miss.until()));
  }

  /** The thread ends soon, if it is interrupted too. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        Wanted wanted = queue.take();
        fetch(wanted);
        done(wanted);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.keySet().forEach(this::done);
    }
  }

  private void fetch(Wanted wanted) throws InterruptedException {
    boolean pod = wanted.pod();
    try (ApiAnswer answer =
        api.get(wanted.path(), Map.of("resourceVersion", "0"), "application/json", time)) {
      (pod ? pods : namespaces).fetched(reader.object(answer.body()));
      misses.remove(wanted);
      statistics.add(pod ? Count.POD_CACHE_API_UPDATES : Count.NAMESPACE_CACHE_API_UPDATES);
      succeeded();
    } catch (ApiException e) {
      if (e.notFound()) {
        statistics.add(
            pod ? Count.POD_CACHE_API_NIL_NOT_FOUND : Count.NAMESPACE_CACHE_API_NIL_NOT_FOUND);
        remember(wanted, State.ABSENT, REMEMBER_ABSENT);
        succeeded();
      } else {
        failed(wanted, String.valueOf(e.getMessage()));
      }
    } catch (IOException | RuntimeException e) {
      failed(wanted, String.valueOf(e.getMessage()));
    }
  }

  private void succeeded() {
    if (failing) {
      failing = false;
      log.info("the Kubernetes API answers again");
    }
  }

  private void failed(Wanted wanted, String reason) {
    statistics.add(
        wanted.pod() ? Count.POD_CACHE_API_NIL_ERROR : Count.NAMESPACE_CACHE_API_NIL_ERROR);
    remember(wanted, State.FAILED, REMEMBER_FAILED);
    if (!failing && !stopped) {
      failing = true;
      log.warn(
          "cannot ask the Kubernetes API, events get what the tag says; asked again in {} s, if an"
              + " event needs it: error=\"{}\"",
          REMEMBER_FAILED.toSeconds(),
          reason);
    }
  }

  /** Waits for the answer about {@code wanted} until {@code deadline}, a nanoTime. */
  void await(Wanted wanted, long deadline) {
    try {
      answered(wanted).get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("no answer in time: wanted={}", wanted); // what is known by now must do
    }
  }
}
