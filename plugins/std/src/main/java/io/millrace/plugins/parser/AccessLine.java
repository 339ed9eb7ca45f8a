package io.millrace.plugins.parser;

import java.util.List;

/**
 * Grammars of the lines that Apache and nginx write of each request, in the formats that both call
 * common and combined.
 */
final class AccessLine {
  /** Format of the times. */
  static final String TIME_FORMAT = "%d/%b/%Y:%H:%M:%S %z";

  /** Names of the slots, in the order of a record's fields. */
  static final List<String> NAMES =
      List.of(
          "remote",
          "host",
          "user",
          "time",
          "method",
          "path",
          "code",
          "size",
          "referer",
          "agent",
          "http_x_forwarded_for");

  static final int REMOTE = 0;
  static final int HOST = 1;
  static final int USER = 2;
  static final int TIME = 3;
  static final int METHOD = 4;
  static final int PATH = 5;
  static final int CODE = 6;
  static final int SIZE = 7;
  static final int REFERER = 8;
  static final int AGENT = 9;
  static final int FORWARDED_FOR = 10;

  private AccessLine() {}

  /** A path has no spaces and comes with a protocol; quotes are not escaped. */
  static boolean apache(LogLineScanner line) {
    return apacheStart(line)
        && line.requestOfWords(METHOD, PATH)
        && codeAndSize(line)
        && (line.atEnd() || refererAndAgent(line, false));
  }

  /**
   * Quotes within quotes are behind a backslash. Where that leads nowhere, backslashes are taken
   * for text: not all that write such lines escape them.
   */
  static boolean apache2(LogLineScanner line) {
    return apache2(line, true, false)
        || apache2(line, true, true)
        || apache2(line, false, false)
        || apache2(line, false, true);
  }

  private static boolean apache2(LogLineScanner line, boolean escapes, boolean bare) {
    line.rewind();
    return apacheStart(line)
        && request(line, escapes, bare)
        && codeAndSize(line)
        && (line.atEnd() || refererAndAgent(line, escapes))
        && line.atEnd();
  }

  /** Quotes are not escaped; the addresses a request was forwarded for may end the line. */
  static boolean nginx(LogLineScanner line) {
    return nginx(line, false) || nginx(line, true);
  }

  private static boolean nginx(LogLineScanner line, boolean bare) {
    line.rewind();
    return line.field(REMOTE)
        && line.skip(' ')
        && line.field(HOST)
        && line.skip(' ')
        && userAndTime(line)
        && request(line, false, bare)
        && codeAndSize(line)
        && (line.atEnd() || nginxTail(line))
        && line.atEnd();
  }

  private static boolean nginxTail(LogLineScanner line) {
    return refererAndAgent(line, false) && (line.atEnd() || line.looselyQuoted(FORWARDED_FOR));
  }

  /**
   * A request with a path, or a bare method. That with a path is tried first, as Fluentd does: a
   * bare method's closing quote may then count as the method's, if the rest of the line allows it.
   */
  private static boolean request(LogLineScanner line, boolean escapes, boolean bare) {
    return bare ? line.requestOfMethod(METHOD) : line.request(METHOD, PATH, escapes);
  }

  private static boolean apacheStart(LogLineScanner line) {
    return line.field(HOST)
        && line.skip(' ')
        && line.skipField()
        && line.skip(' ')
        && userAndTime(line);
  }

  private static boolean userAndTime(LogLineScanner line) {
    return line.field(USER) && line.skip(' ') && line.bracketed(TIME) && line.skip(' ');
  }

  private static boolean codeAndSize(LogLineScanner line) {
    return line.skip(' ') && line.field(CODE) && line.skip(' ') && line.field(SIZE);
  }

  private static boolean refererAndAgent(LogLineScanner line, boolean escapes) {
    return line.skip(' ')
        && line.quoted(REFERER, escapes)
        && line.skip(' ')
        && line.quoted(AGENT, escapes);
  }
}
