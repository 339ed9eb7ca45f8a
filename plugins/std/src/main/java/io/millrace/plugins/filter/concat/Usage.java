package io.millrace.plugins.filter.concat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much all groups of one filter hold, and how much they may. Safe for several threads. */
final class Usage {
  private final int maxGroups;
  private final long maxBytes;
  private final AtomicInteger groups = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Usage(int maxGroups, long maxBytes) {
    this.maxGroups = maxGroups;
    this.maxBytes = maxBytes;
  }

  void add(int moreGroups, long moreBytes) {
    groups.addAndGet(moreGroups);
    bytes.addAndGet(moreBytes);
  }

  boolean isOver() {
    return groups.get() > maxGroups || bytes.get() > maxBytes;
  }

  int groups() {
    return groups.get();
  }

  long bytes() {
    return bytes.get();
  }
}
