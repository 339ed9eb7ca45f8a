package io.millrace.expr;

/** The text is not a Ruby expression. Thrown when it is compiled. */
public class InvalidRubyException extends RuntimeException {

  private final int position;

  /**
   * Refuses a text.
   *
   * @param message what is wrong
   * @param position where, in characters from its start
   */
  public InvalidRubyException(String message, int position) {
    super(message, null, false, false);
    this.position = position;
  }

  /** Where in the source, in characters from its start. */
  public int position() {
    return position;
  }
}
