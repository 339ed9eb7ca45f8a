package io.millrace.plugins.parser;

import io.millrace.event.PackWriter;

/**
 * RFC 5424 taken apart at spaces. The structured data end at the first bracket with a space behind
 * it and lose their backslashes.
 */
final class Rfc5424String extends SyslogGrammar {
  Rfc5424String(SyslogTime time, boolean withPriority, boolean keepTime) {
    super(time, withPriority, keepTime);
  }

  @Override
  int priorityEnd(byte[] a, int from, int end) {
    return Rfc3164String.anyPriorityEnd(a, from, end);
  }

  /** Behind the version, whatever it is. */
  @Override
  int headerEnd(byte[] a, int from, int end) {
    return afterWord(a, from, end);
  }

  @Override
  boolean read(byte[] a, int timeFrom, int timeTo, int end, int priority, RecordDraft record) {
    int host = timeTo + 1;
    int ident = afterWord(a, host, end);
    int pid = afterWord(a, ident, end);
    int msgid = afterWord(a, pid, end);
    int data = afterWord(a, msgid, end);
    if (data < 0) {
      return false;
    }
    record.text(HOST, a, host, ident - 1);
    record.text(IDENT, a, ident, pid - 1);
    record.text(PID, a, pid, msgid - 1);
    record.text(MSGID, a, msgid, data - 1);
    addPriority(priority, record);
    int dataEnd = dataEnd(a, data, end);
    addData(a, data, dataEnd, record);
    if (dataEnd < end) {
      record.text(MESSAGE, a, dataEnd + 1, Scan.chomp(a, dataEnd + 1, end));
    }
    if (keepTime) {
      record.text(TIME, a, timeFrom, timeTo);
    }
    return true;
  }

  /** Index after the first space from {@code from} on; -1 if there is none. */
  private static int afterWord(byte[] a, int from, int end) {
    int space = from < 0 ? -1 : Scan.indexOf(a, ' ', from, end);
    return space < 0 ? -1 : space + 1;
  }

  private static int dataEnd(byte[] a, int from, int end) {
    if (from < end && a[from] == '-') {
      return from + 1;
    }
    for (int at = from; at + 1 < end; at++) {
      if (a[at] == ']' && a[at + 1] == ' ') {
        return at + 1;
      }
    }
    return end;
  }

  private static void addData(byte[] a, int from, int to, RecordDraft record) {
    int length = 0;
    for (int at = from; at < to; at++) {
      length += a[at] == '\\' ? 0 : 1;
    }
    PackWriter out = record.field(EXTRADATA);
    out.textHeader(length);
    for (int at = from; at < to; at++) {
      if (a[at] != '\\') {
        out.sink().write(a[at]);
      }
    }
  }
}
