package io.millrace.plugins.http.in;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a request by name: those of the query, then fields of the body, which win.
 * Values are bytes, for a form may carry MessagePack.
 */
final class Parameters {
  /** More are not looked at: names are hostile, and each costs. */
  private static final int MAX = 1024;

  private final Map<String, ByteSlice> values = new LinkedHashMap<>();

  /** The value of {@code name}. */
  Optional<ByteSlice> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  Map<String, ByteSlice> all() {
    return values;
  }

  void put(String name, ByteSlice value) {
    if (values.size() < MAX || values.containsKey(name)) {
      values.put(name, value);
    }
  }

  /**
   * Adds what stands in {@code name=value&...}, percent-encoded.
   *
   * @throws IllegalArgumentException if the encoding is broken
   */
  void addForm(ByteSlice form) {
    byte[] a = form.array();
    int from = form.offset();
    while (from < form.end()) {
      int end = indexOf(a, '&', from, form.end());
      if (end > from) {
        int equals = indexOf(a, '=', from, end);
        put(decode(a, from, equals).toString(), decode(a, Math.min(equals + 1, end), end));
      }
      from = end + 1;
    }
  }

  /** Index of {@code wanted}, or {@code end}. */
  private static int indexOf(byte[] a, char wanted, int from, int end) {
    int at = from;
    while (at < end && a[at] != wanted) {
      at++;
    }
    return at;
  }

  private static ByteSlice decode(byte[] a, int from, int end) {
    ByteArraySink out = new ByteArraySink(end - from);
    for (int at = from; at < end; at++) {
      if (a[at] == '%') {
        out.write(hex(a, at + 1, end) << 4 | hex(a, at + 2, end));
        at += 2;
      } else {
        out.write(a[at] == '+' ? ' ' : a[at]);
      }
    }
    return out.slice();
  }

  private static int hex(byte[] a, int at, int end) {
    int digit = at < end ? Character.digit(a[at], 16) : -1;
    if (digit < 0) {
      throw new IllegalArgumentException("invalid %-encoding in a parameter");
    }
    return digit;
  }
}
