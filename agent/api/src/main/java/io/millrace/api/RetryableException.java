package io.millrace.api;

/** A delivery that failed and may succeed later: the chunk is kept and tried again. */
public final class RetryableException extends MillraceException {
  private static final long serialVersionUID = 1L;

  /** With a message a user can act on. */
  public RetryableException(String message) {
    super(message);
  }

  /** With a message a user can act on, and what caused it. */
  public RetryableException(String message, Throwable cause) {
    super(message, cause);
  }
}
