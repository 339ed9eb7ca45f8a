package io.millrace.plugins.forward.discovery;

import io.millrace.api.PluginContext;
import io.millrace.api.Service;
import io.millrace.api.ServiceDiscovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Services that are looked for again and again, on a thread of their own, because looking may
 * block. Whoever wants to know is told when they have changed; when looking fails, they stay what
 * they were. Safe for use by several threads.
 */
abstract class WatchedDiscovery implements ServiceDiscovery {
  private static final long JOIN_MILLIS = 2_000;

  private final Duration interval;
  private final PluginContext context;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> thread = new ArrayList<>(1);
  private volatile List<Service> services = List.of();
  private boolean failing;

  /** Of which nothing is known yet. */
  WatchedDiscovery(Duration interval, PluginContext context) {
    this.interval = interval;
    this.context = context;
  }

  /**
   * Finds them, on any thread.
   *
   * @throws RuntimeException if it cannot
   */
  abstract List<Service> look();

  /** Looks for the first time, and then after each interval. */
  @Override
  public void start() {
    services = look();
    Thread watcher = context.thread("discovery", this::run);
    thread.add(watcher);
    watcher.start();
  }

  private void run() {
    try {
      while (!stopped.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        lookAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAgain() {
    try {
      List<Service> found = look();
      failing = false;
      if (!found.equals(services)) {
        services = found;
        listeners.forEach(Runnable::run);
      }
    } catch (RuntimeException e) {
      if (!failing) {
        context.log().error("cannot find servers, going on with those known: {}", e.getMessage());
      }
      failing = true;
    }
  }

  @Override
  public List<Service> services() {
    return services;
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void shutdown() throws InterruptedException {
    stopped.countDown();
    for (Thread watcher : thread) {
      watcher.join(JOIN_MILLIS);
    }
  }
}
