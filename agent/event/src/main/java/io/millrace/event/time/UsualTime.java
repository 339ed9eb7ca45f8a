package io.millrace.event.time;

import static io.millrace.event.time.TimeText.FAILED;

/**
 * The form in which nearly all logs have their times: {@code 2016-10-21 01:54:30.25 +0900}, with a
 * blank or a T, with a fraction and a zone or without. It is read without garbage, and to the same
 * time as {@link FreeFormTime} reads it.
 */
final class UsualTime {
  private static final byte[] DASH = {'-'};
  private static final byte[] COLON = {':'};

  private UsualTime() {}

  /** Whether all of {@code text} has this form. */
  static boolean read(TimeText text, TimeFields fields) {
    return date(text, fields) && clock(text, fields) && zone(text, fields) && text.isDone();
  }

  private static boolean date(TimeText text, TimeFields fields) {
    fields.year = text.exactly(4);
    if (fields.year == FAILED || !text.accept(DASH)) {
      return false;
    }
    fields.month = text.exactly(2);
    if (fields.month == FAILED || !text.accept(DASH)) {
      return false;
    }
    fields.day = text.exactly(2);
    int separator = text.peek();
    text.advance();
    return fields.day != FAILED && (separator == ' ' || separator == 'T');
  }

  private static boolean clock(TimeText text, TimeFields fields) {
    fields.hour = text.exactly(2);
    if (fields.hour == FAILED || !text.accept(COLON)) {
      return false;
    }
    fields.minute = text.exactly(2);
    if (fields.minute == FAILED || !text.accept(COLON)) {
      return false;
    }
    fields.second = text.exactly(2);
    if (text.peek() != '.') {
      return fields.second != FAILED;
    }
    text.advance();
    fields.nanos = text.fraction(Integer.MAX_VALUE);
    return fields.second != FAILED && fields.nanos != FAILED;
  }

  private static boolean zone(TimeText text, TimeFields fields) {
    if (text.isDone()) {
      return true;
    }
    if (text.peek() == ' ') {
      text.advance();
    }
    if ("Z+-".indexOf(text.peek()) < 0) {
      return false;
    }
    int offset = text.numericZone();
    if (offset != FAILED) {
      fields.offset(offset);
    }
    return offset != FAILED;
  }
}
