package io.millrace.api;

/**
 * A delivery that can never succeed: the chunk goes to the secondary or the backup directory at
 * once.
 */
public final class UnrecoverableException extends MillraceException {
  private static final long serialVersionUID = 1L;

  /** With a message a user can act on. */
  public UnrecoverableException(String message) {
    super(message);
  }

  /** With a message a user can act on, and what caused it. */
  public UnrecoverableException(String message, Throwable cause) {
    super(message, cause);
  }
}
