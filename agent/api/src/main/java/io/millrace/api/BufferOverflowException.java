package io.millrace.api;

/** The buffer has no room. What happens next is the buffer's {@code overflow_action}. */
public final class BufferOverflowException extends MillraceException {
  private static final long serialVersionUID = 1L;

  /** With a message a user can act on. */
  public BufferOverflowException(String message) {
    super(message);
  }

  /** With a message a user can act on, and what caused it. */
  public BufferOverflowException(String message, Throwable cause) {
    super(message, cause);
  }
}
