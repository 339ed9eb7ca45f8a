package io.millrace.event.time;

/** A text that is not the time it should be. The message has the text and the format. */
public final class TimeParseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TimeParseException(String text, String error) {
    super(
        "invalid time format: value = " + text + ", error_class = ArgumentError, error = " + error);
  }

  static TimeParseException unlike(String text, String format) {
    return new TimeParseException(
        text, "invalid date or strptime format - `" + text + "' `" + format + "'");
  }
}
