package io.millrace.engine.flush;

import io.millrace.engine.buffer.Buffer;
import io.millrace.engine.buffer.BufferGauges;
import io.millrace.engine.buffer.BufferedChunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes chunks out of the queue and has them delivered, by {@code flush_thread_count} lanes.
 *
 * <p><b>Lanes, not threads.</b> Fluentd has that many threads, which sleep most of the time. Here a
 * lane is a state: idle, waiting for a moment, or running on a borrowed thread. The timer only
 * moves a waiting lane to running; it never delivers. A test runs lanes in its own thread by a
 * manual timer.
 *
 * <p><b>When a lane runs.</b> After a delivery, while chunks are queued: at the next retry if the
 * output is being retried, else after {@code flush_thread_burst_interval}, or at once if {@link
 * #wake} was called meanwhile. If nothing is queued it is idle. {@link #wake}, called whenever a
 * chunk was queued, runs one lane at once, unless the output is being retried: then it only sees to
 * it that a lane waits for the retry.
 *
 * <p><b>Invariant.</b> While chunks are queued and the loop is not stopped, a lane runs or waits.
 * Everything that queues a chunk ends in {@link #wake} or in {@link #next}, and both keep it.
 *
 * <p><b>Locks.</b> One lock guards the {@linkplain Lane lanes}. The buffer's and the retry
 * timeline's locks are taken under it, never the other way round. Deliveries, timers' tasks and
 * threads are started outside of it. {@link StageLook}, which queues what is due, has its own lock
 * and is never called under this one.
 *
 * <p><b>Failures.</b> The retry timeline belongs to the output: while it runs, all lanes wait for
 * its next moment, and the first success ends it for all. {@link Delivery} decides about the chunk.
 * A commit that comes later does not hold a lane; its failure takes the chunk back and wakes a
 * lane.
 *
 * <p><b>Clocks.</b> Retries and their time-out follow the timer's clock, which nobody sets; the age
 * of chunks and time slices follow the wall clock. A wall clock that is set back holds no chunk up:
 * one from the future is due at once. One that is set ahead queues staged chunks early, which costs
 * nothing but smaller chunks.
 *
 * <p><b>Force.</b> {@link #flushAll} queues everything staged and lets lanes go on without the
 * burst interval until the queue is empty or a retry begins: what fails at shutdown is not tried
 * again.
 *
 * <p>Source: Fluentd's output, flush and enqueue threads.
 */
public final class FlushLoop {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition quiet = lock.newCondition();
  private final List<Lane> lanes = new ArrayList<>(); // guarded by lock
  private final FlushParts parts;
  private final Buffer buffer;
  private final BufferGauges gauges;
  private final Retries retries;
  private final Delivery delivery;
  private final StageLook stageLook;
  private int missedWakes; // guarded by lock
  private int uncommitted; // guarded by lock
  private boolean forced; // guarded by lock
  private boolean stopped; // guarded by lock

  /** Of {@code parts}; nothing runs before {@link #start}. */
  public FlushLoop(FlushParts parts) {
    this.parts = parts;
    this.buffer = parts.buffer();
    this.gauges = buffer.gauges();
    this.retries = new Retries(parts.retryPolicy(), parts.clock(), parts.timer());
    this.delivery = new Delivery(parts, retries);
    this.stageLook = new StageLook(parts, this::wake);
    for (int i = 0; i < parts.settings().threadCount(); i++) {
      lanes.add(new Lane());
    }
  }

  /** Begins: with what a former process left queued, and the first look at the stage. */
  public void start() {
    stageLook.start();
    for (int i = 0; i < lanes.size() && i < gauges.queueLength(); i++) {
      wake();
    }
  }

  /** As {@link #wake()}, for {@code chunks} chunks. */
  public void wake(int chunks) {
    for (int i = 0; i < chunks; i++) {
      wake();
    }
  }

  /** A chunk was queued: runs a lane, or has one wait for the retry. */
  public void wake() {
    Optional<Lane> woken;
    lock.lock();
    try {
      woken = claim();
    } finally {
      lock.unlock();
    }
    woken.ifPresent(lane -> parts.threads().execute(() -> run(lane)));
  }

  /** The lane that is to run now. Under the lock. */
  private Optional<Lane> claim() {
    if (stopped || gauges.queueLength() == 0) {
      return Optional.empty();
    }
    Optional<Duration> retry = retries.untilNext();
    if (retry.isPresent()) {
      if (allIdle()) {
        waitFor(lanes.get(0), retry.get());
      }
      return Optional.empty();
    }
    for (Lane lane : lanes) {
      if (!lane.isRunning()) {
        lane.runs();
        return Optional.of(lane);
      }
    }
    missedWakes = Math.min(missedWakes + 1, gauges.queueLength());
    return Optional.empty();
  }

  private void run(Lane lane) {
    do {
      buffer.dequeue().ifPresent(this::flush);
    } while (next(lane));
  }

  private void flush(BufferedChunk chunk) {
    count(1);
    delivery.deliver(
        chunk,
        parts.threads(),
        end -> {
          if (end == Delivery.End.GONE) {
            parts.roomFreed().run();
          }
          count(-1);
          if (end == Delivery.End.BACK || gauges.queueLength() > 0) {
            ensureLane();
          }
        });
  }

  private void count(int change) {
    lock.lock();
    try {
      uncommitted += change;
      quiet.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Keeps the invariant where a chunk came back while no lane looked. */
  private void ensureLane() {
    lock.lock();
    try {
      if (!stopped && allIdle()) {
        waitFor(lanes.get(0), delay());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private boolean allIdle() {
    for (Lane lane : lanes) {
      if (!lane.isIdle()) {
        return false;
      }
    }
    return true;
  }

  /** What the lane does next; true to go on at once. */
  private boolean next(Lane lane) {
    lock.lock();
    try {
      lane.idles();
      quiet.signalAll();
      if (gauges.queueLength() == 0) {
        missedWakes = 0;
        return false;
      }
      boolean retrying = retries.isRetrying();
      if (retrying) {
        forced = false;
      }
      if (stopped) {
        return false;
      }
      if (!retrying && (forced || missedWakes > 0)) {
        missedWakes = Math.max(0, missedWakes - 1);
        lane.runs();
        return true;
      }
      waitFor(lane, delay());
      return false;
    } finally {
      lock.unlock();
    }
  }

  private Duration delay() {
    return retries.untilNext().orElse(forced ? Duration.ZERO : parts.settings().burstInterval());
  }

  /** Under the lock. */
  private void waitFor(Lane lane, Duration delay) {
    lane.waits(parts.timer(), delay, () -> due(lane));
  }

  private void due(Lane lane) {
    lock.lock();
    try {
      if (stopped || !lane.isWaiting()) {
        return;
      }
      lane.runs();
    } finally {
      lock.unlock();
    }
    parts.threads().execute(() -> run(lane));
  }

  /** Queues everything that is staged and flushes it without pauses; returns at once. */
  public void flushAll() {
    buffer.enqueueAll();
    lock.lock();
    try {
      forced = !retries.isRetrying();
    } finally {
      lock.unlock();
    }
    wake(lanes.size());
  }

  /**
   * Waits until the queue is empty and every delivery has ended, or a retry has begun, or {@code
   * limit} is over.
   *
   * @return whether everything was delivered
   */
  public boolean awaitFlushed(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (left > 0 && !isFlushed() && !(isQuiet() && retries.isRetrying())) {
        left = quiet.awaitNanos(left);
      }
      return isFlushed();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFlushed() {
    return isQuiet() && gauges.queueLength() == 0;
  }

  private boolean isQuiet() {
    return uncommitted == 0 && lanes.stream().noneMatch(Lane::isRunning);
  }

  /** No delivery begins any more. */
  public void stop() {
    lock.lock();
    try {
      stopped = true;
      lanes.stream().filter(Lane::isWaiting).forEach(Lane::idles);
    } finally {
      lock.unlock();
    }
    stageLook.stop();
  }

  /** Waits, after {@link #stop}, until no delivery runs; false if {@code limit} is over before. */
  public boolean awaitQuiet(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (!isQuiet() && left > 0) {
        left = quiet.awaitNanos(left);
      }
      return isQuiet();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it is being retried now. */
  public Retries retries() {
    return retries;
  }
}
