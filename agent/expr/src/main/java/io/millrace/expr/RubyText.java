package io.millrace.expr;

import org.jspecify.annotations.Nullable;

/** Values of expressions as text. */
public final class RubyText {

  private RubyText() {}

  /** Ruby's {@code to_s}; nil is the empty text. */
  public static String of(@Nullable Object value) {
    return Inspect.text(value);
  }

  /** Ruby's {@code inspect}. */
  public static String inspect(@Nullable Object value) {
    return Inspect.of(value);
  }
}
