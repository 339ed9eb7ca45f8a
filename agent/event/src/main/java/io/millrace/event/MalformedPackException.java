package io.millrace.event;

/** Bytes that are not the MessagePack they should be. Says what was expected and at which byte. */
public final class MalformedPackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With {@code message} saying what was found. */
  public MalformedPackException(String message) {
    super(message);
  }
}
