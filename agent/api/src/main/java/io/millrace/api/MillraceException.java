package io.millrace.api;

/** Root of the exceptions that this program throws on purpose. */
public class MillraceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message a user can act on. */
  public MillraceException(String message) {
    super(message);
  }

  /** With a message a user can act on, and what caused it. */
  public MillraceException(String message, Throwable cause) {
    super(message, cause);
  }
}
