package io.millrace.plugins.parser;

import io.millrace.event.PackWriter;

/**
 * RFC 3164 as Fluentd's regular expression reads it: {@code HOST IDENT[PID]: MESSAGE} to the end of
 * the line. The ident ends at a space too; what follows up to the next colon is left out.
 */
final class Rfc3164Regexp extends SyslogGrammar {
  Rfc3164Regexp(SyslogTime time, boolean withPriority, boolean keepTime) {
    super(time, withPriority, keepTime);
  }

  @Override
  boolean read(byte[] a, int timeFrom, int timeTo, int end, int priority, RecordDraft record) {
    int host = timeTo + 1;
    int hostEnd = Scan.indexOf(a, ' ', host, end);
    if (hostEnd < 0) {
      return false;
    }
    addPriority(priority, record);
    if (keepTime) {
      addTime(a, timeFrom, timeTo, record);
    }
    record.text(HOST, a, host, hostEnd);
    int identEnd = identEnd(a, hostEnd + 1, end);
    record.text(IDENT, a, hostEnd + 1, identEnd);
    int at = identEnd;
    int pidEnd = pidEnd(a, identEnd, end);
    if (pidEnd > 0) {
      record.text(PID, a, identEnd + 1, pidEnd);
      at = pidEnd + 1;
    }
    int colon = Scan.indexOf(a, ':', at, end);
    at = colon >= 0 ? colon + 1 : at;
    while (at < end && a[at] == ' ') {
      at++;
    }
    int newline = Scan.indexOf(a, '\n', at, end);
    record.text(MESSAGE, a, at, Scan.chomp(a, at, newline < 0 ? end : newline));
    return true;
  }

  private static int identEnd(byte[] a, int from, int end) {
    int at = from;
    while (at < end && a[at] != ' ' && a[at] != ':' && a[at] != '[') {
      at++;
    }
    return at;
  }

  /** Index of the bracket that closes the pid whose opening one is at {@code at}; -1 if none. */
  private static int pidEnd(byte[] a, int at, int end) {
    if (at >= end || a[at] != '[') {
      return -1;
    }
    int close = digits(a, at + 1, end);
    return close > at + 1 && close < end && a[close] == ']' ? close : -1;
  }

  /** Adds the time, with one space where there are several. */
  static void addTime(byte[] a, int from, int to, RecordDraft record) {
    int length = 0;
    for (int at = from; at < to; at++) {
      length += isRepeated(a, from, at) ? 0 : 1;
    }
    PackWriter out = record.field(TIME);
    out.textHeader(length);
    for (int at = from; at < to; at++) {
      if (!isRepeated(a, from, at)) {
        out.sink().write(a[at]);
      }
    }
  }

  private static boolean isRepeated(byte[] a, int from, int at) {
    return at > from && a[at] == ' ' && a[at - 1] == ' ';
  }
}
