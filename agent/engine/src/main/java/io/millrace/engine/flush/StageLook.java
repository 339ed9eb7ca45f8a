package io.millrace.engine.flush;

import io.millrace.api.PluginContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the stage now and then, for chunks that are due by their age or their time slice, and
 * queues those. Its lock is taken under no other, and only the timer is called under it.
 *
 * <p>Source: Fluentd's output, enqueue thread.
 */
final class StageLook {
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final FlushParts parts;
  private final IntConsumer queued;
  private PluginContext.@Nullable Cancellable next; // guarded by lock
  private boolean stopped; // guarded by lock

  /** Tells {@code queued} after each look how many chunks it queued. */
  StageLook(FlushParts parts, IntConsumer queued) {
    this.parts = parts;
    this.queued = queued;
  }

  /** Takes the first look, in this thread, unless time makes no chunk due. */
  void start() {
    parts.settings().stageLookInterval().ifPresent(this::look);
  }

  private void look(Duration interval) {
    if (looking.compareAndSet(false, true)) {
      try {
        Instant now = parts.clock().instant();
        queued.accept(parts.buffer().enqueueDue(chunk -> parts.settings().isDue(chunk, now)));
      } finally {
        looking.set(false);
      }
    }
    lock.lock();
    try {
      if (!stopped) {
        next = parts.timer().after(interval, () -> parts.threads().execute(() -> look(interval)));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Looks no more. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      if (next != null) {
        next.cancel();
      }
    } finally {
      lock.unlock();
    }
  }
}
