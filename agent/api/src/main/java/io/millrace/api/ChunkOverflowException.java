package io.millrace.api;

/** One event is larger than a chunk may be. It cannot be stored; the others of its stream are. */
public final class ChunkOverflowException extends MillraceException {
  private static final long serialVersionUID = 1L;

  /** With a message a user can act on. */
  public ChunkOverflowException(String message) {
    super(message);
  }

  /** With a message a user can act on, and what caused it. */
  public ChunkOverflowException(String message, Throwable cause) {
    super(message, cause);
  }
}
