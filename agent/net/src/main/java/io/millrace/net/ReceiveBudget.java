package io.millrace.net;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes that all connections together hold between the socket and the end of {@code
 * emit}: parts of messages, and whole messages that wait for their turn.
 *
 * <p>Who makes the sum exceed the limit is not refused but stops reading ({@link Share#mayRead}),
 * and goes on when others have given bytes back. If all that is held were parts of messages, nobody
 * could ever finish one; so one connection at a time, the <em>overdraft</em>, may read on. It
 * should be closed if it makes no progress. The sum can exceed the limit by the overdraft's message
 * and, for each connection that is active at that moment, by one read and the growth of its array.
 *
 * <p>Safe for use by several threads. The normal path is one atomic addition for each read.
 */
public final class ReceiveBudget {
  private static final int EAGER_MAX = 1 << 20;
  private static final int EAGER_MIN = 1 << 12;

  private final long limit;
  private final AtomicLong held = new AtomicLong();
  private final ArrayDeque<Share> waiting = new ArrayDeque<>(); // guarded by this
  private @Nullable Share overdraft; // guarded by this
  private volatile boolean anyWaiting;

  /** At most {@code limit} bytes. */
  public ReceiveBudget(long limit) {
    this.limit = limit;
  }

  /** A quarter of the heap. */
  public static ReceiveBudget ofHeap() {
    return new ReceiveBudget(Runtime.getRuntime().maxMemory() / 4);
  }

  /** The limit in bytes. */
  public long limit() {
    return limit;
  }

  /** Bytes held now. */
  public long held() {
    return held.get();
  }

  /**
   * How many bytes a decoder may allocate on the word of a peer alone, before they have arrived,
   * and one read may bring: 1 MiB while there is room, less as the budget is used up.
   */
  public int eager() {
    return (int) Math.max(EAGER_MIN, Math.min(EAGER_MAX, (limit - held.get()) / 64));
  }

  /** The share of a new connection, which holds nothing yet. */
  public Share share(Runnable onRoom) {
    return new Share(onRoom);
  }

  /** What one connection holds. */
  public final class Share {
    private final Runnable onRoom;
    private final AtomicLong mine = new AtomicLong();
    private boolean parked; // guarded by the budget

    private Share(Runnable onRoom) {
      this.onRoom = onRoom;
    }

    /** Adds {@code bytes} to what the connection holds; negative ones are given back. */
    public void add(long bytes) {
      if (bytes != 0) {
        mine.addAndGet(bytes);
        held.addAndGet(bytes);
        if (bytes < 0 && anyWaiting) {
          wake();
        }
      }
    }

    /**
     * Adds {@code bytes} that are not there yet, if the limit leaves room for them, or if this is
     * the one connection that may exceed it. They are counted before anybody takes them, so that
     * many who ask at once do not all get what there is once.
     */
    public boolean tryAdd(long bytes) {
      if (held.addAndGet(bytes) > limit && !isOverdraft()) {
        held.addAndGet(-bytes);
        return false;
      }
      mine.addAndGet(bytes);
      return true;
    }

    /**
     * Whether the connection may read on. If not, {@code onRoom} is called when it may ask again;
     * it should also ask from time to time, for who was woken before it may not have read at all.
     */
    public boolean mayRead() {
      return held.get() < limit || park(this);
    }

    /** Whether it reads although the budget is used up. */
    public boolean isOverdraft() {
      synchronized (ReceiveBudget.this) {
        return overdraft == this;
      }
    }

    /** Bytes of this connection. */
    public long held() {
      return mine.get();
    }

    /** Waits no more; for a connection that is closed. What it holds is still to be given back. */
    public void leave() {
      ReceiveBudget.this.leave(this);
    }
  }

  private synchronized boolean park(Share share) {
    anyWaiting = true; // before the limit is read again: who gives back from now on, wakes
    releaseOverdraft();
    if (held.get() < limit || overdraft == share) {
      anyWaiting = !waiting.isEmpty();
      return true;
    }
    if (overdraft == null && share.mine.get() > 0) {
      overdraft = share;
      return true;
    }
    if (!share.parked) {
      share.parked = true;
      waiting.add(share);
    }
    return false;
  }

  private void releaseOverdraft() {
    if (overdraft != null && overdraft.mine.get() <= 0) {
      overdraft = null;
    }
  }

  private void leave(Share share) {
    synchronized (this) {
      if (overdraft == share) {
        overdraft = null;
      }
      if (share.parked) {
        waiting.remove(share);
        share.parked = false;
      }
    }
    if (anyWaiting) {
      wake();
    }
  }

  /** Wakes as many as can read once each; those they leave out ask again by themselves. */
  private void wake() {
    long reads = Math.max(1, (limit - held.get()) / eager());
    Optional<Share> next = next();
    while (next.isPresent()) {
      next.get().onRoom.run();
      reads--;
      next = reads > 0 ? next() : Optional.empty();
    }
  }

  private synchronized Optional<Share> next() {
    releaseOverdraft();
    boolean room = held.get() < limit;
    if (!room && overdraft != null) {
      return Optional.empty();
    }
    Optional<Share> next =
        waiting.stream().filter(share -> room || share.mine.get() > 0).findFirst();
    next.ifPresent(
        share -> {
          waiting.remove(share);
          share.parked = false;
          if (!room) {
            overdraft = share;
          }
        });
    anyWaiting = !waiting.isEmpty();
    return next;
  }
}
