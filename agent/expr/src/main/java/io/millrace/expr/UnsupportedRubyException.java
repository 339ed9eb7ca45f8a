package io.millrace.expr;

/**
 * The text may well be Ruby, but uses something this engine does not have. Thrown when it is
 * compiled; the message names the construct.
 */
public final class UnsupportedRubyException extends InvalidRubyException {

  UnsupportedRubyException(String construct, int position) {
    super(construct + " is not supported in expressions", position);
  }

  private UnsupportedRubyException(int position, String message) {
    super(message, position);
  }

  /** The same refusal, with what to do about it. */
  UnsupportedRubyException because(String hint) {
    return new UnsupportedRubyException(position(), getMessage() + ": " + hint);
  }
}
