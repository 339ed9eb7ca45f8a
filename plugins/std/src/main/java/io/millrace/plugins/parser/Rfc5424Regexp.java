package io.millrace.plugins.parser;

/**
 * RFC 5424 as Fluentd's regular expression reads it: printable words no longer than the RFC allows,
 * then the structured data as they are, then perhaps a message, which is not empty.
 */
final class Rfc5424Regexp extends SyslogGrammar {
  private static final int HOST_MOST = 255;
  private static final int IDENT_MOST = 48;
  private static final int PID_MOST = 128;
  private static final int MSGID_MOST = 32;

  Rfc5424Regexp(SyslogTime time, boolean withPriority, boolean keepTime) {
    super(time, withPriority, keepTime);
  }

  /** A version of one to three digits and a blank. */
  @Override
  int headerEnd(byte[] a, int from, int end) {
    int at = digits(a, from, end);
    boolean version = at > from && at - from <= MOST_DIGITS && at < end && Scan.isBlank(a[at]);
    return version ? at + 1 : -1;
  }

  @Override
  boolean read(byte[] a, int timeFrom, int timeTo, int end, int priority, RecordDraft record) {
    int host = timeTo + 1;
    int ident = afterWord(a, host, end, HOST_MOST);
    int pid = afterWord(a, ident, end, IDENT_MOST);
    int msgid = afterWord(a, pid, end, PID_MOST);
    int data = afterWord(a, msgid, end, MSGID_MOST);
    int dataEnd = data < 0 ? -1 : dataEnd(a, data, end);
    if (dataEnd < 0) {
      return false;
    }
    addPriority(priority, record);
    if (keepTime) {
      Rfc3164Regexp.addTime(a, timeFrom, timeTo, record);
    }
    record.text(HOST, a, host, ident - 1);
    record.text(IDENT, a, ident, pid - 1);
    record.text(PID, a, pid, msgid - 1);
    record.text(MSGID, a, msgid, data - 1);
    record.text(EXTRADATA, a, data, dataEnd);
    if (dataEnd < end) {
      record.text(MESSAGE, a, dataEnd + 1, Scan.chomp(a, dataEnd + 1, end));
    }
    return true;
  }

  /** Index after the space behind the word at {@code from}; -1 if it is no word, or too long. */
  private static int afterWord(byte[] a, int from, int end, int most) {
    if (from < 0) {
      return -1;
    }
    int at = from;
    while (at < end && a[at] >= '!' && a[at] <= '~') {
      at++;
    }
    boolean word = at > from && at - from <= most && at < end && a[at] == ' ';
    return word ? at + 1 : -1;
  }

  /** Index after the structured data at {@code from}: a dash, or up to a bracket; -1 if neither. */
  private static int dataEnd(byte[] a, int from, int end) {
    if (from < end && a[from] == '-') {
      return isEnd(a, from + 1, end) ? from + 1 : -1;
    }
    if (from >= end || a[from] != '[') {
      return -1;
    }
    for (int at = from + 1; at < end; at++) {
      if (a[at] == ']' && a[at - 1] != '\\' && isEnd(a, at + 1, end)) {
        return at + 1;
      }
    }
    return -1;
  }

  /** Whether the text is over at {@code at}, or goes on with a message. */
  private static boolean isEnd(byte[] a, int at, int end) {
    return at == end || (a[at] == ' ' && at + 1 < end);
  }
}
