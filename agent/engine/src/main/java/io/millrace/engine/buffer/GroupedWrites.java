package io.millrace.engine.buffer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Commits emits of several threads together, for stores whose commits take long. While one thread
 * writes, others add their emits to those that wait, and wait themselves; then one of them writes
 * all of these as one transaction. So a forced write is shared by all who wait for one, and an emit
 * waits for two at most: the one that runs, and its own.
 *
 * <p>Each emit ends as if it were alone. If the transaction fails before anything was committed,
 * its emits are written one by one: what one of them has to blame itself for, the others do not
 * feel. If a commit failed, all fail, and what was committed may come twice, as with an emit that
 * spans chunks.
 *
 * <p><b>Threads.</b> One leads at a time; only the leader takes the buffer's lock. The others are
 * parked, and woken when their emit has ended or there is nobody to lead: a leader steps down
 * before it looks whether somebody waits, and a follower waits before it looks whether somebody
 * leads, so one of the two sees the other.
 */
final class GroupedWrites {
  /** An emit, and how it ended. What is not final is for the leader until it is done. */
  private static final class Emit {
    private final Thread thread = Thread.currentThread();
    private final List<Part> parts;
    private boolean stored;
    private int queued;
    private @Nullable Exception failure;
    private volatile boolean done;

    Emit(List<Part> parts) {
      this.parts = parts;
    }

    long bytes() {
      return parts.stream().mapToLong(part -> part.stored().length()).sum();
    }

    int result() throws IOException {
      if (failure instanceof IOException io) {
        throw io;
      }
      if (failure instanceof RuntimeException error) {
        throw error;
      }
      if (!stored) {
        throw new IllegalStateException("the thread that was to store this emit has failed");
      }
      return queued;
    }
  }

  private final Queue<Emit> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean led = new AtomicBoolean();
  private final ReentrantLock lock;
  private final Writes writes; // guarded by lock
  private final Room room; // guarded by lock

  GroupedWrites(ReentrantLock lock, Writes writes, Room room) {
    this.lock = lock;
    this.writes = writes;
    this.room = room;
  }

  /**
   * Stores all parts, which are prepared, or none; see {@link Buffer#write}.
   *
   * @param enqueue whether everything staged is complete with this
   */
  int write(List<Part> parts, boolean enqueue) throws IOException {
    Emit mine = new Emit(parts);
    waiting.add(mine);
    boolean interrupted = false;
    while (!mine.done) {
      if (led.compareAndSet(false, true)) {
        try {
          lead(mine, enqueue);
        } finally {
          led.set(false);
          Optional.ofNullable(waiting.peek()).ifPresent(next -> LockSupport.unpark(next.thread));
        }
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted(); // else it would not park again
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return mine.result();
  }

  /** Writes what waits, until {@code mine} is written. */
  private void lead(Emit mine, boolean enqueue) {
    while (!mine.done) {
      List<Emit> group = List.of();
      lock.lock();
      try {
        group = takeGroup();
        writeGroup(group, enqueue);
      } finally {
        lock.unlock();
        for (Emit emit : group) {
          emit.done = true;
          LockSupport.unpark(emit.thread);
        }
      }
    }
  }

  /** Those that wait, as far as there is room for; one at least, to be told that there is none. */
  private List<Emit> takeGroup() {
    List<Emit> group = new ArrayList<>();
    long bytes = 0;
    for (Emit next = waiting.peek();
        next != null && (group.isEmpty() || room.isLeft(bytes));
        next = waiting.peek()) {
      bytes += next.bytes();
      group.add(waiting.remove());
    }
    return group;
  }

  private void writeGroup(List<Emit> group, boolean enqueue) {
    if (group.size() == 1) {
      writeAlone(group.get(0), enqueue);
      return;
    }
    List<Part> all = new ArrayList<>();
    group.forEach(emit -> all.addAll(emit.parts));
    try {
      room.check();
      group.get(0).queued = writes.store(all, enqueue); // whoever is told wakes as many lanes
    } catch (IOException | RuntimeException e) {
      if (writes.hasCommitted()) {
        group.forEach(emit -> emit.failure = e);
      } else {
        group.forEach(emit -> writeAlone(emit, enqueue));
      }
      return;
    }
    for (Emit emit : group) {
      try {
        emit.stored = true;
        writes.checkOversize(emit.parts);
      } catch (RuntimeException tooLarge) {
        emit.failure = tooLarge;
      }
    }
  }

  private void writeAlone(Emit emit, boolean enqueue) {
    try {
      emit.queued = writes.write(emit.parts, enqueue);
      emit.stored = true;
    } catch (IOException | RuntimeException e) {
      emit.failure = e;
    }
  }
}
