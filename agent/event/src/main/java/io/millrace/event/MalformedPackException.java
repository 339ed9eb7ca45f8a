package io.millrace.event;

/** Bytes that are not the MessagePack they should be. Says what was expected and at which byte. */
public final class MalformedPackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long missing;

  /** With {@code message} saying what was found. */
  public MalformedPackException(String message) {
    this(message, 0);
  }

  /** Of bytes that end too early. */
  MalformedPackException(String message, long missing) {
    super(message);
    this.missing = missing;
  }

  /**
   * How many bytes, at least, would have to follow to make it whole; 0 if none could, since what is
   * there is wrong.
   */
  public long missing() {
    return missing;
  }
}
