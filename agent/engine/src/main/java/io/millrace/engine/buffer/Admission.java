package io.millrace.engine.buffer;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;

/**
 * The door of a buffer: what happens to an emit that finds it full. With {@code overflow_action
 * block} the stream is retained and parked in order of arrival and the emitter gets an open stage;
 * while anything is parked, later emits park behind it. So are emits that are ahead of the {@link
 * Pace}. Parked bytes count in the {@link MemoryBudget}; a stream that does not fit there goes to
 * the buffer at once, and is refused if that is full. Safe for use by several threads.
 */
public final class Admission {
  /** Stores a stream, or throws as {@link Buffer#write} does. */
  @FunctionalInterface
  public interface Writer {
    /** Stores {@code events}. */
    void write(Tag tag, EventStream events) throws IOException;
  }

  private record Parked(Tag tag, EventStream events, CompletableFuture<Void> stored) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Parked> parked = new ArrayDeque<>(); // guarded by lock
  private Optional<Parked> atHand = Optional.empty(); // being stored; guarded by lock
  private final AtomicInteger calls = new AtomicInteger(); // of drain, since it last ended
  private final Buffer buffer;
  private final Pace pace;
  private final OverflowAction action;
  private final Writer writer;
  private final MemoryBudget budget;
  private final OutputStatistics statistics;
  private final Logger log;
  private volatile boolean crowded;
  private volatile boolean overflowing;
  private volatile boolean stopped;

  /** To {@code buffer}, which {@code writer} fills at {@code pace}. */
  public Admission(
      Buffer buffer,
      Pace pace,
      OverflowAction action,
      Writer writer,
      MemoryBudget budget,
      OutputStatistics statistics,
      Logger log) {
    this.buffer = buffer;
    this.pace = pace;
    this.action = action;
    this.writer = writer;
    this.budget = budget;
    this.statistics = statistics;
    this.log = log;
  }

  /** Stores {@code events}, or does what the overflow action says. */
  public CompletionStage<Void> admit(Tag tag, EventStream events) {
    if (crowded || pace.holds()) {
      Optional<CompletionStage<Void>> waiting = park(tag, events);
      if (waiting.isPresent()) {
        return waiting.get();
      }
    }
    return store(tag, events);
  }

  private CompletionStage<Void> store(Tag tag, EventStream events) {
    try {
      write(tag, events);
      return EventSink.DONE;
    } catch (BufferOverflowException full) {
      return overflow(tag, events, full);
    } catch (IOException | RuntimeException e) {
      return refuse(e);
    }
  }

  private void write(Tag tag, EventStream events) throws IOException {
    writer.write(tag, events);
    if (overflowing) {
      overflowing = false;
    }
  }

  private CompletionStage<Void> refuse(Exception error) {
    statistics.retryCount().increment();
    return EventSink.failed(error);
  }

  private CompletionStage<Void> overflow(
      Tag tag, EventStream events, BufferOverflowException full) {
    if (!overflowing) {
      overflowing = true;
      log.warn(
          "failed to write data into buffer by buffer overflow action=:{} error=\"{}\"",
          action,
          full.getMessage());
    }
    return switch (action) {
      case THROW_EXCEPTION -> refuse(full);
      case BLOCK -> park(tag, events).orElseGet(() -> refuse(noRoom(events)));
      case DROP_OLDEST_CHUNK -> dropOldest(tag, events, full);
    };
  }

  private CompletionStage<Void> dropOldest(
      Tag tag, EventStream events, BufferOverflowException full) {
    while (!buffer.storable()) {
      BufferedChunk oldest = buffer.dequeue().orElse(null);
      if (oldest == null) {
        log.error("no queued chunks to be dropped for drop_oldest_chunk");
        return refuse(full);
      }
      log.warn(
          "dropping oldest chunk to make space after buffer overflow chunk_id={} records={}",
          oldest,
          oldest.records());
      buffer.purge(oldest);
      statistics.dropOldestChunkCount().increment();
    }
    try {
      write(tag, events);
      return EventSink.DONE;
    } catch (IOException | RuntimeException e) {
      return refuse(e);
    }
  }

  /** The stage of {@code events}, parked; empty if they cannot be. */
  private Optional<CompletionStage<Void>> park(Tag tag, EventStream events) {
    Parked entry = new Parked(tag, events, new CompletableFuture<>());
    lock.lock();
    try {
      if (stopped || !budget.tryPark(events.byteSize())) {
        return Optional.empty();
      }
      events.retain();
      parked.addLast(entry);
      crowded = true;
    } finally {
      lock.unlock();
    }
    if (!pace.holds() && buffer.storable()) {
      drain(); // room became free after this emit looked, and before it was parked
    }
    return Optional.of(entry.stored());
  }

  private BufferOverflowException noRoom(EventStream events) {
    return new BufferOverflowException(
        stopped
            ? "the buffer is full and the output is stopping"
            : "the buffer is full and the memory budget of the process ("
                + budget.limit()
                + " bytes) leaves no room to hold "
                + events.byteSize()
                + " bytes back");
  }

  /** Whether streams wait for room. */
  public boolean isCrowded() {
    return crowded;
  }

  /**
   * Stores parked streams while there is room. Call when room may have become free, and once a
   * second while {@link #isCrowded}: another output may have left room in the memory budget.
   */
  public void drain() {
    if (!crowded || calls.getAndIncrement() > 0) {
      return; // whoever drains will look again
    }
    boolean done = false;
    try {
      int seen;
      do {
        seen = calls.get();
        while (storeFirst()) {}
      } while (!calls.compareAndSet(seen, 0));
      done = true;
    } finally {
      if (!done) {
        calls.set(0);
      }
    }
  }

  /** Nobody but the one drainer has the stream while it is being stored: see {@link #stop}. */
  private boolean storeFirst() {
    Optional<Parked> first = takeFirst();
    if (first.isEmpty()) {
      return false;
    }
    Parked entry = first.get();
    try {
      write(entry.tag(), entry.events());
    } catch (BufferOverflowException full) {
      putBack(entry);
      return false;
    } catch (Error e) { // whoever drains next tries again
      putBack(entry);
      throw e;
    } catch (IOException | RuntimeException e) {
      statistics.retryCount().increment();
      unpark(entry);
      entry.stored().completeExceptionally(e);
      return true;
    }
    unpark(entry);
    entry.stored().complete(null);
    return true;
  }

  private Optional<Parked> takeFirst() {
    lock.lock();
    try {
      crowded = !parked.isEmpty();
      atHand =
          crowded && (stopped || !pace.holds())
              ? Optional.of(parked.removeFirst())
              : Optional.empty();
      return atHand;
    } finally {
      lock.unlock();
    }
  }

  private void putBack(Parked entry) {
    lock.lock();
    try {
      if (!stopped) {
        parked.addFirst(entry);
        atHand = Optional.empty();
        return;
      }
    } finally {
      lock.unlock();
    }
    refuse(entry);
  }

  private void unpark(Parked entry) {
    budget.unpark(entry.events().byteSize());
    entry.events().release();
  }

  private void refuse(Parked entry) {
    unpark(entry);
    entry
        .stored()
        .completeExceptionally(
            new BufferOverflowException("the buffer is full and the output is stopping"));
  }

  /**
   * Refuses what is parked and finds no room, and what would be parked later. Waits for a stream
   * that is being stored at the moment: whoever stores it refuses it if there is no room.
   */
  public void stop() {
    stopped = true;
    drain();
    List<Parked> refused;
    Optional<Parked> stored;
    lock.lock();
    try {
      stored = atHand;
      refused = List.copyOf(parked);
      parked.clear();
      crowded = false;
    } finally {
      lock.unlock();
    }
    refused.forEach(this::refuse);
    stored.ifPresent(entry -> entry.stored().exceptionally(refusal -> null).join());
  }
}
