package io.millrace.plugins.formatter;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import java.util.Arrays;

/** Copies of text with some of it changed. */
final class Texts {
  private Texts() {}

  /** Writes {@code text} with {@code replacement} for each {@code search}. */
  static void writeReplacing(
      ByteSlice text, ByteSlice search, ByteSlice replacement, ByteArraySink out) {
    if (search.isEmpty()) {
      out.write(text);
      return;
    }
    byte[] a = text.array();
    byte first = search.at(0);
    int from = text.offset();
    int last = text.end() - search.length();
    for (int i = from; i <= last; i++) {
      if (a[i] == first && matches(a, i, search)) {
        out.write(a, from, i - from);
        out.write(replacement);
        from = i + search.length();
        i = from - 1;
      }
    }
    out.write(a, from, text.end() - from);
  }

  private static boolean matches(byte[] a, int at, ByteSlice search) {
    return Arrays.equals(
        a, at, at + search.length(), search.array(), search.offset(), search.end());
  }

  /** Takes a line end away from behind {@code from}, as Ruby's chomp does. */
  static void chomp(ByteArraySink out, int from) {
    int end = out.size();
    byte[] a = out.array();
    if (end > from && a[end - 1] == '\n') {
      end--;
      if (end > from && a[end - 1] == '\r') {
        end--;
      }
    } else if (end > from && a[end - 1] == '\r') {
      end--;
    }
    out.size(end);
  }
}
