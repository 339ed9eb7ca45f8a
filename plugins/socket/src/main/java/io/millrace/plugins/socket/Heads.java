package io.millrace.plugins.socket;

import io.millrace.event.ByteSlice;

/** What a log line shows of a message that somebody else has written. */
final class Heads {
  private static final int MAX = 100;

  private Heads() {}

  /** The first bytes, on one line. */
  static String of(ByteSlice message) {
    boolean cut = message.length() > MAX;
    String head = (cut ? message.slice(0, MAX) : message).toString();
    return head.replaceAll("\\p{Cntrl}", "?") + (cut ? "..." : "");
  }
}
