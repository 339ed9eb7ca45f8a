package io.millrace.plugins.parser;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Grammar of the lines of Apache's error log. */
final class ErrorLine {
  /** Names of the slots, in the order of a record's fields. */
  static final List<String> NAMES = List.of("time", "level", "pid", "client", "message");

  private static final int TIME = 0;
  private static final int LEVEL = 1;
  private static final int PID = 2;
  private static final int CLIENT = 3;
  private static final int MESSAGE = 4;

  private static final byte[] PID_OPENING = " [pid ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLIENT_OPENING = " [client ".getBytes(StandardCharsets.US_ASCII);

  private ErrorLine() {}

  /** The time comes without the day of the week; the pid and the client may be missing. */
  static boolean apache(LogLineScanner line) {
    boolean known =
        line.skip('[')
            && line.skipField()
            && line.skip(' ')
            && line.toBracket(TIME)
            && line.skip(' ')
            && line.bracketed(LEVEL);
    if (!known) {
      return false;
    }
    line.labelled(PID, PID_OPENING);
    line.labelled(CLIENT, CLIENT_OPENING);
    return line.skip(' ') && line.rest(MESSAGE);
  }
}
