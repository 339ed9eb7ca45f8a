package io.millrace.plugins.parser;

import io.millrace.api.ParsedEvents;
import io.millrace.api.PerThread;
import io.millrace.event.ByteSlice;
import io.millrace.event.time.TimeSlot;

/**
 * One RFC as one engine reads it. What all have in common: a priority, a time, then the rest, in
 * this order, each of which may end the reading.
 */
abstract class SyslogGrammar {
  static final byte[] PRI = RecordDraft.key("pri");
  static final byte[] TIME = RecordDraft.key("time");
  static final byte[] HOST = RecordDraft.key("host");
  static final byte[] IDENT = RecordDraft.key("ident");
  static final byte[] PID = RecordDraft.key("pid");
  static final byte[] MSGID = RecordDraft.key("msgid");
  static final byte[] EXTRADATA = RecordDraft.key("extradata");
  static final byte[] MESSAGE = RecordDraft.key("message");

  /** Most digits of a priority, and of a version. */
  static final int MOST_DIGITS = 3;

  /** A priority that a message does not have. */
  static final int NO_PRIORITY = -1;

  final SyslogTime time;
  final boolean withPriority;
  final boolean keepTime;
  private final PerThread<RecordDraft> drafts = new PerThread<>(RecordDraft::new);

  SyslogGrammar(SyslogTime time, boolean withPriority, boolean keepTime) {
    this.time = time;
    this.withPriority = withPriority;
    this.keepTime = keepTime;
  }

  /**
   * Reads one message.
   *
   * @return whether it follows the grammar
   * @throws io.millrace.api.ParseException if its time cannot be read
   */
  final boolean parse(ByteSlice text, ParsedEvents out) {
    byte[] a = text.array();
    int end = text.end();
    int priority = NO_PRIORITY;
    int from = text.offset();
    if (withPriority) {
      int close = priorityEnd(a, from, end);
      if (close < 0) {
        return false;
      }
      priority = number(a, from + 1, close);
      from = headerEnd(a, close + 1, end);
    }
    int timeEnd = from < 0 ? -1 : timeEnd(a, from, end);
    if (timeEnd < 0) {
      return false;
    }
    RecordDraft record = drafts.get().clear();
    TimeSlot when = time.read(a, from, timeEnd);
    if (!read(a, from, timeEnd, end, priority, record)) {
      return false;
    }
    out.event(when.seconds(), when.nanos(), record.record());
    return true;
  }

  /** Index of the {@code >} behind a priority that starts at {@code from}; -1 if there is none. */
  int priorityEnd(byte[] a, int from, int end) {
    int close = digits(a, from + 1, end);
    boolean whole =
        from < end && a[from] == '<' && close > from + 1 && close < end && a[close] == '>';
    return whole && close - from - 1 <= MOST_DIGITS ? close : -1;
  }

  /** Where the time starts, given what is behind the priority; -1 if it is not there. */
  int headerEnd(byte[] a, int from, int end) {
    return from;
  }

  /** Index of the space behind the time; -1 if there is none. */
  int timeEnd(byte[] a, int from, int end) {
    return time.end(a, from, end);
  }

  /**
   * Reads what is behind the time and adds all fields, the time among them if it is kept.
   *
   * @return whether it follows the grammar
   */
  abstract boolean read(
      byte[] a, int timeFrom, int timeTo, int end, int priority, RecordDraft record);

  /** Adds the priority, if the message has one. */
  static void addPriority(int priority, RecordDraft record) {
    if (priority != NO_PRIORITY) {
      record.field(PRI).integer(priority);
    }
  }

  /** Index after the digits from {@code from} on. */
  static int digits(byte[] a, int from, int end) {
    int at = from;
    while (at < end && Scan.isDigit(a[at])) {
      at++;
    }
    return at;
  }

  /** The number of the leading digits of {@code [from, to)}; a huge one is the largest integer. */
  static int number(byte[] a, int from, int to) {
    long value = 0;
    for (int at = from; at < to && Scan.isDigit(a[at]); at++) {
      value = Math.min(Integer.MAX_VALUE, value * 10 + a[at] - '0');
    }
    return (int) value;
  }

  /** Whether the message starts with a priority and a version, as those of RFC 5424 do. */
  static boolean hasVersion(ByteSlice text) {
    byte[] a = text.array();
    int from = text.offset();
    int close = digits(a, from + 1, text.end());
    return !text.isEmpty()
        && a[from] == '<'
        && close > from + 1
        && close - from - 1 <= MOST_DIGITS
        && close + 1 < text.end()
        && a[close] == '>'
        && a[close + 1] >= '1'
        && a[close + 1] <= '9';
  }
}
