package io.millrace.plugins.elasticsearch;

import io.millrace.event.Pack;
import io.millrace.event.RecordPath;

/** Fields, as the parameters of this plugin name them. */
final class Paths {
  private Paths() {}

  /** A record accessor; {@code a.b} means {@code $.a.b}. */
  static RecordPath accessor(String text) {
    return RecordPath.parse(text.contains(".") && !text.startsWith("$") ? "$." + text : text);
  }

  /** Keys with dots between. */
  static RecordPath dotted(String text) {
    return text.contains(".")
        ? RecordPath.parse("$['" + text.replace(".", "']['") + "']")
        : RecordPath.ofKey(text);
  }

  /** Whether the value at {@code at} counts as true in Ruby: it is there, not nil, not false. */
  static boolean isTruthy(byte[] a, int at) {
    return at >= 0
        && switch (Pack.kind(a, at)) {
          case NIL -> false;
          case BOOLEAN -> (a[at] & 1) == 1; // 0xc2 is false, 0xc3 true
          default -> true;
        };
  }
}
