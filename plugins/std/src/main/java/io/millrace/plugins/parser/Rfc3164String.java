package io.millrace.plugins.parser;

import java.util.Set;

/**
 * RFC 3164 taken apart at spaces: a word that ends with a colon behind the host is the ident, and
 * perhaps any word. The message goes to the end of the text.
 */
final class Rfc3164String extends SyslogGrammar {
  private static final Set<String> FIXED_WIDTH = Set.of("%b %d %H:%M:%S", "%b %d %H:%M:%S.%N");

  /** Bytes of a time such as {@code Feb 28 00:00:12}. */
  private static final int WIDTH = 15;

  private final boolean fixedWidth;
  private final boolean colonlessIdent;

  Rfc3164String(SyslogTime time, boolean withPriority, boolean keepTime, boolean colonlessIdent) {
    super(time, withPriority, keepTime);
    this.fixedWidth = FIXED_WIDTH.contains(time.format());
    this.colonlessIdent = colonlessIdent;
  }

  @Override
  int priorityEnd(byte[] a, int from, int end) {
    return anyPriorityEnd(a, from, end);
  }

  /** As the string engine reads a priority: anything, but something, between the brackets. */
  static int anyPriorityEnd(byte[] a, int from, int end) {
    boolean open = from < end && a[from] == '<';
    int close = open ? Scan.indexOf(a, '>', from + 1, end) : -1;
    return close > from + 1 ? close : -1;
  }

  @Override
  int timeEnd(byte[] a, int from, int end) {
    if (!fixedWidth) {
      return super.timeEnd(a, from, end);
    }
    int at = from + WIDTH;
    if (at >= end) {
      return -1;
    }
    if (a[at] == '.') {
      return Scan.indexOf(a, ' ', at, end);
    }
    return a[at] == ' ' ? at : -1;
  }

  @Override
  boolean read(byte[] a, int timeFrom, int timeTo, int end, int priority, RecordDraft record) {
    int host = timeTo + 1;
    int hostEnd = Scan.indexOf(a, ' ', host, end);
    if (hostEnd < 0) {
      return false;
    }
    record.text(HOST, a, host, hostEnd);
    addPriority(priority, record);
    int word = hostEnd + 1;
    int wordEnd = Scan.indexOf(a, ' ', word, end);
    boolean colon = wordEnd > word && a[wordEnd - 1] == ':';
    int message = word;
    if (wordEnd >= 0 && (colon || colonlessIdent)) {
      addIdent(a, word, colon ? wordEnd - 1 : wordEnd, record);
      message = wordEnd + 1;
    }
    record.text(MESSAGE, a, message, Scan.chomp(a, message, end));
    if (keepTime) {
      record.text(TIME, a, timeFrom, timeTo);
    }
    return true;
  }

  /** Adds the ident, and the pid if the word ends with one in brackets. */
  private static void addIdent(byte[] a, int from, int to, RecordDraft record) {
    int bracket = to > from && a[to - 1] == ']' ? Scan.indexOf(a, '[', from, to) : -1;
    record.text(IDENT, a, from, bracket < 0 ? to : bracket);
    if (bracket >= 0) {
      record.text(PID, a, bracket + 1, to - 1);
    }
  }
}
