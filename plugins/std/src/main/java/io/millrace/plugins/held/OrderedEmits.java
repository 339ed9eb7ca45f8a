package io.millrace.plugins.held;

import io.millrace.api.Tag;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Emits in the order in which it was decided to, and never under a lock.
 *
 * <p>A plugin that holds events decides under its own lock what goes on: that is the order. To emit
 * under the same lock would keep it, but what is emitted may come back to the plugin, with another
 * tag and so at another lock: two threads that do so in opposite directions would wait for each
 * other for ever. So what goes on is put into a queue while the lock is held, and one thread, the
 * leader, emits it when it is not.
 *
 * <p><b>Invariant.</b> While anything is queued there is a leader, or a thread on its way into
 * {@link #flush}. The queue is emptied from its head by the leader alone. Whoever queued something
 * waits until it is emitted, so that the queue is no longer than the threads there are, except:
 *
 * <p><b>Who would wait for itself does not wait.</b> If the leader waits for another leader, and so
 * on to the thread that asks, then that thread leaves what it has in the queue and goes on: the
 * leader emits it when it gets on itself. As many events may be left so as one emit makes. Each
 * thread that begins to wait looks along that chain under one lock for all plugins, so the last one
 * of a circle finds it; threads that wait do not change what they lead.
 *
 * <p>A leader whose own events are emitted hands over to a thread that waits, and so nobody emits
 * for the others for ever.
 */
public final class OrderedEmits {
  /** Which threads wait, and for whose leader; guarded by itself. */
  private static final Map<Thread, OrderedEmits> WAITING = new HashMap<>();

  /** Something to emit. */
  private record Entry(Tag tag, Runnable emit) {}

  private final ReentrantLock lock;
  private final Condition noLeader;
  private final Queue<Entry> queue = new ArrayDeque<>(); // guarded by lock
  private @Nullable Tag emitting; // guarded by lock
  private int waiters; // guarded by lock
  private volatile @Nullable Thread leader; // written with lock

  /** Ordered by {@code lock}, the plugin's own. */
  public OrderedEmits(ReentrantLock lock) {
    this.lock = lock;
    this.noLeader = lock.newCondition();
  }

  /**
   * Whether nothing is being emitted or queued; to be called with the lock. If so, the caller is
   * the leader: it unlocks, emits events of {@code tag}, and calls {@link #end} whatever happens.
   */
  public boolean begin(Tag tag) {
    if (!isIdle()) {
      return false;
    }
    lead(tag);
    return true;
  }

  /**
   * Queues an emit; to be called with the lock. The caller unlocks, and calls {@link #flush}.
   *
   * @param emit does it; must not throw
   */
  public void add(Tag tag, Runnable emit) {
    queue.add(new Entry(tag, emit));
  }

  /** Whether nothing is being emitted or queued; to be called with the lock. */
  public boolean isIdle() {
    return leader == null && queue.isEmpty();
  }

  /** Number of emits that are queued; to be called with the lock. */
  public int queued() {
    return queue.size();
  }

  /** Whether events of {@code tag} are being emitted or queued; to be called with the lock. */
  public boolean holds(Tag tag) {
    return Objects.equals(tag, emitting)
        || queue.stream().anyMatch(entry -> entry.tag().equals(tag));
  }

  /** Whether the calling thread is the leader, and has come back from what it emits. */
  public boolean isMine() {
    return Thread.currentThread().equals(leader);
  }

  /**
   * Returns when all that was queued is emitted: by this thread or another; to be called without
   * the lock.
   *
   * @return false if that could not be waited for: the leader waits for this thread, and goes on
   *     with the queue later
   */
  public boolean flush() {
    int mine;
    lock.lock();
    try {
      if (!awaitNoLeader()) {
        return false;
      }
      mine = queue.size();
      if (mine == 0) {
        return true;
      }
      lead(queue.element().tag());
    } finally {
      lock.unlock();
    }
    emitAll(mine);
    return true;
  }

  /** Ends what {@link #begin} began; to be called without the lock. */
  public void end() {
    emitAll(0);
  }

  private void lead(Tag tag) {
    leader = Thread.currentThread();
    emitting = tag;
  }

  /** Emits what is queued: the first {@code atLeast}, and more unless somebody waits to do it. */
  private void emitAll(int atLeast) {
    int left = atLeast;
    for (Optional<Entry> next = next(left); next.isPresent(); next = next(left)) {
      next.get().emit().run();
      left--;
    }
  }

  private Optional<Entry> next(int left) {
    lock.lock();
    try {
      if (queue.isEmpty() || (left <= 0 && waiters > 0)) {
        leader = null;
        emitting = null;
        noLeader.signalAll();
        return Optional.empty();
      }
      Entry next = queue.remove();
      emitting = next.tag();
      return Optional.of(next);
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitNoLeader() {
    while (leader != null) {
      if (!mayWait()) {
        return false;
      }
      waiters++;
      try {
        noLeader.awaitUninterruptibly();
      } finally {
        waiters--;
        endWait();
      }
    }
    return true;
  }

  /** Takes note that this thread waits, unless it would wait for itself. */
  private boolean mayWait() {
    Thread me = Thread.currentThread();
    synchronized (WAITING) {
      OrderedEmits next = this;
      while (next != null) {
        Thread first = next.leader;
        if (me.equals(first)) {
          return false;
        }
        next = first == null ? null : WAITING.get(first);
      }
      WAITING.put(me, this);
      return true;
    }
  }

  private static void endWait() {
    synchronized (WAITING) {
      WAITING.remove(Thread.currentThread());
    }
  }
}
