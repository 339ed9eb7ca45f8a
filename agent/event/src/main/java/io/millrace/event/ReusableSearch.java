package io.millrace.event;

import org.joni.Matcher;
import org.joni.Option;
import org.joni.Regex;

/**
 * A search of the engine that is used for one text after another and then makes no garbage. The
 * engine's matcher is bound to an array and to where the text in it starts and ends, so each text
 * is copied to the end of one buffer: the end is always the same, and a text's start is where the
 * search starts. Before it stands a newline, which for {@code ^} and {@code \b} is like nothing.
 *
 * <p>Patterns that can tell the difference ({@code \A}, lookbehind) and long texts need a matcher
 * of their own ({@link #suits}). Used by one thread.
 */
final class ReusableSearch {

  /** Texts beyond this are so slow to search that a new matcher costs nothing; in bytes. */
  private static final int LONGEST = 8191;

  private static final int SMALLEST_BUFFER = 256;

  private static final String[] LOOKING_BACK = {
    "\\A", "\\G", "(?<=", "(?<!", "(?~", "\\X", "\\y", "\\Y", "\\K"
  };

  private final Regex regex;
  private final long limit;
  private final boolean groups;
  private byte[] buffer = {};
  private Matcher matcher;

  /**
   * A search.
   *
   * @param regex what for
   * @param limit nanoseconds that one search may take
   * @param groups whether anyone will ask where the groups are
   */
  ReusableSearch(Regex regex, long limit, boolean groups) {
    this.regex = regex;
    this.limit = limit;
    this.groups = groups;
    this.matcher = matcher(SMALLEST_BUFFER);
  }

  /** Whether this can search for a pattern: it must not look behind the start of the text. */
  static boolean suits(String pattern) {
    for (String sign : LOOKING_BACK) {
      if (pattern.contains(sign)) {
        return false;
      }
    }
    return true;
  }

  /** Whether this can search a text of {@code length} bytes. */
  static boolean suits(int length) {
    return length > 0 && length <= LONGEST;
  }

  private Matcher matcher(int size) {
    buffer = new byte[size];
    return groups
        ? regex.matcher(buffer, 0, size, limit)
        : regex.matcherNoRegion(buffer, 0, size, limit);
  }

  /**
   * Searches {@code [from, to)} for a match that starts at {@code at} or later.
   *
   * @return what the engine says: below zero for none
   */
  int search(byte[] a, int from, int to, int at) {
    int length = to - from;
    if (length >= buffer.length) {
      matcher = matcher(Integer.highestOneBit(length) * 2);
    }
    int start = buffer.length - length;
    buffer[start - 1] = '\n';
    System.arraycopy(a, from, buffer, start, length);
    int found = matcher.search(start + at - from, buffer.length, Option.NONE);
    if (found == Matcher.INTERRUPTED) {
      matcher = matcher(SMALLEST_BUFFER); // its stack may have grown without bounds
    }
    return found;
  }

  /** The matcher, whose positions count from the start of the buffer. */
  Matcher matcher() {
    return matcher;
  }

  /** Where a text of {@code length} bytes starts in the buffer. */
  int startOf(int length) {
    return buffer.length - length;
  }
}
