package io.millrace.plugins.tail;

import io.millrace.event.ByteSlice;

/** Text from a file as the log shows it: in quotes, on one line, and not without end. */
final class Quoted {
  private static final int LONGEST = 2048;

  private Quoted() {}

  /** {@code text} in quotes, control characters escaped. */
  static String of(ByteSlice text) {
    String shown = text.slice(0, Math.min(text.length(), LONGEST)).toString();
    StringBuilder out = new StringBuilder(shown.length() + 16).append('"');
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f) {
            out.append(String.format("\\x%02X", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').append(text.length() > LONGEST ? "..." : "").toString();
  }
}
