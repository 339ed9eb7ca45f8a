package io.millrace.expr;

/**
 * The text may well be Ruby, but uses something this engine does not have. Thrown when it is
 * compiled; the message names the construct.
 */
public final class UnsupportedRubyException extends InvalidRubyException {

  UnsupportedRubyException(String construct, int position) {
    super(construct + " is not supported in expressions", position);
  }
}
