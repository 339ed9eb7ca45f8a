package io.millrace.plugins.held;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** How much all groups of one plugin hold, and how much they may. Safe for several threads. */
public final class Usage {
  private final int maxGroups;
  private final long maxBytes;
  private final AtomicInteger groups = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * Of no groups yet.
   *
   * @throws IllegalArgumentException if a limit is not positive
   */
  public Usage(int maxGroups, long maxBytes) {
    if (maxGroups < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "group_limit and total_limit_size must be at least 1, not "
              + maxGroups
              + " and "
              + maxBytes);
    }
    this.maxGroups = maxGroups;
    this.maxBytes = maxBytes;
  }

  /** Counts groups and bytes that came, or, if negative, went. */
  public void add(int moreGroups, long moreBytes) {
    groups.addAndGet(moreGroups);
    bytes.addAndGet(moreBytes);
  }

  /**
   * Takes groups out of {@code open}, the first ones, for as long as they are {@code due}; they are
   * counted as gone.
   *
   * @param size bytes of a group
   */
  public <G> List<G> release(Collection<G> open, Predicate<G> due, ToLongFunction<G> size) {
    List<G> released = new ArrayList<>();
    Iterator<G> oldest = open.iterator();
    while (oldest.hasNext()) {
      G group = oldest.next();
      if (!due.test(group)) {
        break;
      }
      oldest.remove();
      add(-1, -size.applyAsLong(group));
      released.add(group);
    }
    return released;
  }

  /** Whether a group must go. */
  public boolean isOver() {
    return groups.get() > maxGroups || bytes.get() > maxBytes;
  }

  /** Groups now. */
  public int groups() {
    return groups.get();
  }

  /** Bytes now, about. */
  public long bytes() {
    return bytes.get();
  }
}
