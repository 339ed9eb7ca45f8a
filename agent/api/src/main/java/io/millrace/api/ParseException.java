package io.millrace.api;

/** Text that a parser recognised but could not make an event of, such as a bad time. */
public final class ParseException extends MillraceException {
  private static final long serialVersionUID = 1L;

  /** With a message a user can act on. */
  public ParseException(String message) {
    super(message);
  }

  /** With a message a user can act on, and what caused it. */
  public ParseException(String message, Throwable cause) {
    super(message, cause);
  }
}
