package io.millrace.event;

import org.joni.Matcher;
import org.joni.Option;
import org.joni.Region;
import org.jspecify.annotations.Nullable;

/**
 * Searches texts for a {@link RubyRegexp} and tells where its groups are. Kept by one caller and
 * used for one text after another; not safe for use by several threads. All positions are indexes
 * in the array that was searched.
 */
public final class RubyMatcher {
  private final RubyRegexp regexp;
  private byte[] array = new byte[0];
  private int base;
  private @Nullable Matcher matcher;

  private final boolean groups;
  private @Nullable ReusableSearch reusable;

  /**
   * A matcher.
   *
   * @param groups whether its groups will be asked for
   */
  RubyMatcher(RubyRegexp regexp, boolean groups) {
    this.regexp = regexp;
    this.groups = groups;
  }

  /**
   * Searches {@code text} for the first match.
   *
   * @throws RegexpTimeoutException if that takes longer than the limit
   */
  public boolean find(ByteSlice text) {
    return find(text.array(), text.offset(), text.end());
  }

  /** As {@link #find(ByteSlice)}, in {@code [from, to)}. */
  public boolean find(byte[] a, int from, int to) {
    return find(a, from, to, from);
  }

  /**
   * Searches {@code [from, to)} for the first match that starts at {@code at} or later; anchors and
   * lookbehind see what is before it.
   *
   * @throws RegexpTimeoutException if that takes longer than the limit
   */
  public boolean find(byte[] a, int from, int to, int at) {
    array = a;
    matcher = null;
    int ascii = Utf8.skipAscii(a, from, to);
    int found;
    if (ascii < to && Utf8.firstInvalid(a, ascii, to) >= 0) {
      base = from;
      found = search(Utf8.scrub(a, from, to), 0, to - from, at - from);
    } else if (regexp.isReusable() && ReusableSearch.suits(to - from)) {
      found = searchAgain(a, from, to, at);
    } else {
      base = from;
      found = search(a, from, to, at);
    }
    if (found == Matcher.INTERRUPTED) {
      matcher = null;
      throw new RegexpTimeoutException(regexp, regexp.limit(), to - from);
    }
    return found >= 0;
  }

  private int search(byte[] a, int from, int to, int at) {
    Matcher search = regexp.compiled().matcher(a, from, to, regexp.limitNanos());
    int found = search.search(at, to, Option.NONE);
    if (found >= 0) {
      matcher = search;
    }
    return found;
  }

  private int searchAgain(byte[] a, int from, int to, int at) {
    if (reusable == null) {
      reusable = new ReusableSearch(regexp.compiled(), regexp.limitNanos(), groups);
    }
    int found = reusable.search(a, from, to, at);
    if (found >= 0) {
      matcher = reusable.matcher();
      base = from - reusable.startOf(to - from);
    }
    return found;
  }

  private Matcher found() {
    if (matcher == null) {
      throw new IllegalStateException("no match of " + regexp);
    }
    return matcher;
  }

  /** The expression. */
  public RubyRegexp regexp() {
    return regexp;
  }

  /** Where the match starts. */
  public int start() {
    return base + found().getBegin();
  }

  /** Where the match ends. */
  public int end() {
    return base + found().getEnd();
  }

  /** Where group {@code number} starts, 0 being the whole match; -1 if it took no part. */
  public int start(int number) {
    if (number == 0) {
      return start();
    }
    Region region = found().getRegion();
    int at = region == null ? -1 : region.getBeg(number);
    return at < 0 ? -1 : base + at;
  }

  /** Where group {@code number} ends; -1 if it took no part. */
  public int end(int number) {
    if (number == 0) {
      return end();
    }
    Region region = found().getRegion();
    int at = region == null ? -1 : region.getEnd(number);
    return at < 0 ? -1 : base + at;
  }

  /**
   * The number of the group that the name at {@code index} of {@link RubyRegexp#names()} means in
   * this match: of several with that name, the last that took part; -1 if none did.
   */
  public int named(int index) {
    int[] groups = regexp.groupsOfName(index);
    for (int i = groups.length - 1; i >= 0; i--) {
      if (start(groups[i]) >= 0) {
        return groups[i];
      }
    }
    return -1;
  }

  /** The bytes of group {@code number}, a view; nothing if it took no part. */
  public ByteSlice group(int number) {
    int from = start(number);
    return from < 0 ? ByteSlice.EMPTY : ByteSlice.of(array, from, end(number) - from);
  }
}
