package io.millrace.plugins.aws.s3;

import io.millrace.api.PluginContext;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bucket from the outside: opened when it is first needed, checked before it is first written
 * to, and known to be in order or not.
 *
 * <p>The checks run on a thread of their own from the start on, and again after a while as long as
 * they fail, so that neither the start nor another output waits for them. A delivery that comes
 * before they have passed runs them itself, and fails if they do: its chunk is kept and tried
 * again. Safe for use by several threads.
 */
final class Destination implements AutoCloseable {
  private static final long FIRST_PAUSE_SECONDS = 1;
  private static final long LONGEST_PAUSE_SECONDS = 60;

  private final Supplier<ObjectStore> opener;
  private final DestinationState state;
  private final PluginContext context;
  private final Object checks = new Object();
  private @Nullable ObjectStore store; // guarded by this
  private boolean prepared; // guarded by checks
  private volatile boolean stopped;
  private @Nullable Thread checker; // guarded by this

  Destination(Supplier<ObjectStore> opener, DestinationState state, PluginContext context) {
    this.opener = opener;
    this.state = state;
    this.context = context;
  }

  /** Starts the checks. */
  synchronized void startChecks() {
    Thread thread = context.thread("s3-check", this::checkUntilGood);
    checker = thread;
    thread.start();
  }

  private void checkUntilGood() {
    long pause = FIRST_PAUSE_SECONDS;
    for (Optional<StoreFailure> failure = prepare();
        failure.isPresent() && !stopped;
        failure = prepare()) {
      state.failed(failure.get(), "Chunks are kept; the next check is in " + pause + " s");
      await(pause);
      pause = Math.min(LONGEST_PAUSE_SECONDS, 2 * pause);
    }
  }

  private synchronized void await(long seconds) {
    long end = System.nanoTime() + seconds * 1_000_000_000;
    try {
      for (long left = end - System.nanoTime();
          left > 0 && !stopped;
          left = end - System.nanoTime()) {
        wait(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  /** Runs the checks unless they have passed; why they failed, if they did. */
  private Optional<StoreFailure> prepare() {
    synchronized (checks) {
      if (prepared) {
        return Optional.empty();
      }
      try {
        store().prepare();
        prepared = true;
        state.good();
        return Optional.empty();
      } catch (StoreFailure e) {
        return Optional.of(e);
      }
    }
  }

  /**
   * The bucket, in order.
   *
   * @throws StoreFailure if it is not
   */
  ObjectStore ready() {
    Optional<StoreFailure> failure = prepare();
    if (failure.isPresent()) {
      throw failure.get();
    }
    return store();
  }

  private synchronized ObjectStore store() {
    ObjectStore present = store;
    if (present == null) {
      try {
        present = opener.get();
      } catch (StoreFailure e) {
        throw e;
      } catch (RuntimeException e) {
        throw new StoreFailure("client", "the client cannot be made: " + e.getMessage(), false, e);
      }
      store = present;
    }
    return present;
  }

  /** Ends the checks; deliveries may still come. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Breaks off a check that is running, and waits until its thread has ended. */
  void join() throws InterruptedException {
    Thread thread;
    synchronized (this) {
      thread = checker;
    }
    if (thread != null) {
      thread.interrupt();
      thread.join();
    }
  }

  @Override
  public synchronized void close() {
    stop();
    ObjectStore open = store;
    if (open != null) {
      open.close();
    }
  }
}
