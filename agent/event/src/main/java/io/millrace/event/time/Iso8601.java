package io.millrace.event.time;

import static io.millrace.event.time.TimeText.FAILED;

/**
 * ISO 8601 as Ruby's {@code Time.iso8601} reads it: {@code 2024-03-01T10:00:00}, a fraction and a
 * zone behind it or not, and nothing else.
 */
final class Iso8601 {
  private static final byte[] DASH = {'-'};
  private static final byte[] COLON = {':'};

  private Iso8601() {}

  static boolean read(TimeText text, TimeFields fields) {
    text.skipBlanks();
    fields.year = text.signed(9);
    if (fields.year == FAILED || !text.accept(DASH)) {
      return false;
    }
    fields.month = text.digits(2, 1, 12);
    if (fields.month == FAILED || !text.accept(DASH)) {
      return false;
    }
    fields.day = text.digits(2, 1, 31);
    return fields.day != FAILED && text.word("T") && clock(text, fields);
  }

  private static boolean clock(TimeText text, TimeFields fields) {
    fields.hour = text.digits(2, 0, 24);
    if (fields.hour == FAILED || !text.accept(COLON)) {
      return false;
    }
    fields.minute = text.digits(2, 0, 59);
    if (fields.minute == FAILED || !text.accept(COLON)) {
      return false;
    }
    fields.second = text.digits(2, 0, 60);
    if (fields.second == FAILED) {
      return false;
    }
    if (text.peek() == '.') {
      text.advance();
      fields.nanos = text.fraction(Integer.MAX_VALUE);
      if (fields.nanos == FAILED) {
        return false;
      }
    }
    if ("Zz+-".indexOf(text.peek()) >= 0) {
      int offset = text.numericZone();
      if (offset == FAILED) {
        return false;
      }
      fields.offset(offset);
    }
    text.skipBlanks();
    return text.isDone();
  }
}
