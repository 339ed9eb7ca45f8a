package io.millrace.plugins.tail;

import java.time.Duration;
import java.util.Optional;

/** How many lines of one file may be read before its period is over. */
final class LineBudget {
  /** Any number of lines. */
  static final LineBudget UNLIMITED = new LineBudget(Optional.empty(), 0);

  private final Optional<GroupLimits.Group> group;
  private final long periodNanos;
  private long startNanos;
  private int used;

  private LineBudget(Optional<GroupLimits.Group> group, long periodNanos) {
    this.group = group;
    this.periodNanos = periodNanos;
  }

  /** A file's part of the limit of {@code group}. */
  static LineBudget of(GroupLimits.Group group, Duration period) {
    group.join();
    return new LineBudget(Optional.of(group), period.toNanos());
  }

  /** Number of lines that may be read now; 0 to wait. */
  int left(long nowNanos) {
    int share = group.map(GroupLimits.Group::share).orElse(GroupLimits.ANY);
    if (share == GroupLimits.ANY) {
      return Integer.MAX_VALUE;
    }
    if (used == 0 || nowNanos - startNanos >= periodNanos) {
      startNanos = nowNanos;
      used = 0;
    }
    return Math.max(0, share - used);
  }

  /** Takes note that {@code lines} were read. */
  void use(int lines) {
    used += group.isPresent() ? lines : 0;
  }

  /** The file is not read any more: the others get its part. */
  void release() {
    group.ifPresent(GroupLimits.Group::leave);
  }
}
