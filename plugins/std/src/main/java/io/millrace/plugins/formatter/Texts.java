package io.millrace.plugins.formatter;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import java.util.Arrays;

/** Copies of text with some of it changed. */
final class Texts {
  private Texts() {}

  /** Puts {@code replacement} for each {@code search} in what {@code out} has from {@code from}. */
  static void replace(ByteArraySink out, int from, ByteSlice search, ByteSlice replacement) {
    int found = search.isEmpty() ? -1 : indexOf(out.array(), from, out.size(), search);
    if (found < 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(out.array(), found, out.size());
    out.size(found);
    int done = 0;
    for (int at = 0; at >= 0; at = indexOf(rest, done, rest.length, search)) {
      out.write(rest, done, at - done);
      out.write(replacement);
      done = at + search.length();
    }
    out.write(rest, done, rest.length - done);
  }

  private static int indexOf(byte[] a, int from, int to, ByteSlice search) {
    byte first = search.at(0);
    for (int i = from; i <= to - search.length(); i++) {
      if (a[i] == first && matches(a, i, search)) {
        return i;
      }
    }
    return -1;
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
