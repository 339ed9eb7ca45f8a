package io.millrace.api;

/**
 * A delivery that failed and may succeed later: the chunk is kept and tried again.
 *
 * <p>The log tells of the first such failure of an output, of one of another {@link #kind}, and of
 * the end; not of each try.
 */
public final class RetryableException extends MillraceException {
  private static final long serialVersionUID = 1L;

  private final String kind;

  /** With a message a user can act on; of the same kind as all others made so. */
  public RetryableException(String message) {
    super(message);
    this.kind = "";
  }

  /** With a message a user can act on, and what caused it; of the same kind as all others. */
  public RetryableException(String message, Throwable cause) {
    this("", message, cause);
  }

  /**
   * With a message a user can act on, and what caused it.
   *
   * @param kind what failures of one kind have in common, such as {@code AccessDenied}: no key, id
   *     or time
   */
  public RetryableException(String kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What failures of one kind have in common; may be empty. */
  public String kind() {
    return kind;
  }
}
