package io.millrace.expr;

import org.jspecify.annotations.Nullable;

/**
 * A Ruby range.
 *
 * @param first its start; {@code null} for {@code (..x)}
 * @param last its end; {@code null} for {@code (x..)}
 * @param exclusive true for {@code a...b}
 */
public record RubyRange(@Nullable Object first, @Nullable Object last, boolean exclusive) {

  boolean covers(@Nullable Object value) {
    if (first != null) {
      Long order = Values.compare(first, value);
      if (order == null || order > 0) {
        return false;
      }
    }
    if (last == null) {
      return true;
    }
    Long order = Values.compare(value, last);
    return order != null && (exclusive ? order < 0 : order <= 0);
  }

  /** The start as a position in something of {@code length}; below zero if it lies outside. */
  int start(int length) {
    long start = first == null ? 0 : integer(first);
    return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, start < 0 ? start + length : start));
  }

  /** How many elements of something of {@code length} it selects from {@link #start}. */
  int count(int length) {
    long end = last == null ? length : integer(last);
    if (end < 0) {
      end += length;
    }
    if (!exclusive && last != null) {
      end++;
    }
    return (int) Math.max(0, Math.min(end, length) - start(length));
  }

  private static long integer(Object bound) {
    if (bound instanceof Long number) {
      return number;
    }
    throw Args.noConversion(bound, "Integer");
  }
}
