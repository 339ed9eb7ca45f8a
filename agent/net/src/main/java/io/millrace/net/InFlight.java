package io.millrace.net;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The door between the connections of a server and the graph: counts the emits that are open, and
 * can be shut while the graph is replaced. Safe for use by several threads.
 *
 * <p>An emit first counts itself and then looks whether the door is shut; shutting first shuts and
 * then looks at the count. So when {@link #shut} has completed, no emit is open and none begins.
 */
public final class InFlight {
  private final AtomicInteger open = new AtomicInteger();
  private volatile @Nullable Shut shut;

  /** What a shut door is waited for with: that nobody is inside, and that it opens. */
  private record Shut(CompletableFuture<Void> empty, CompletableFuture<Void> opened) {}

  /** Lets an emit in, or answers what it is to wait for. Each that was let in must leave. */
  public Optional<CompletionStage<?>> enter() {
    open.incrementAndGet();
    Shut now = shut;
    if (now == null) {
      return Optional.empty();
    }
    leave();
    return Optional.of(now.opened());
  }

  /** An emit that was let in has completed, well or not. */
  public void leave() {
    int left = open.decrementAndGet();
    Shut now = shut;
    if (left == 0 && now != null) {
      now.empty().complete(null);
    }
  }

  /** Lets nobody in from now on; completes when all have left. */
  public synchronized CompletionStage<Void> shut() {
    Shut now = shut;
    if (now == null) {
      now = new Shut(new CompletableFuture<>(), new CompletableFuture<>());
      shut = now;
    }
    if (open.get() == 0) {
      now.empty().complete(null);
    }
    return now.empty();
  }

  public boolean isShut() {
    return shut != null;
  }

  /** Lets emits in again, those first that wait. */
  public void open() {
    Shut before;
    synchronized (this) {
      before = shut;
      shut = null;
    }
    if (before != null) {
      before.empty().complete(null);
      before.opened().complete(null);
    }
  }
}
