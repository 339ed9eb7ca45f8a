package io.millrace.expr;

import org.jspecify.annotations.Nullable;

/** {@code next value}: ends the block it stands in. No error, and without a stack trace. */
final class NextSignal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Object value;

  NextSignal(@Nullable Object value) {
    super(null, null, false, false);
    this.value = value;
  }

  @Nullable Object value() {
    return value;
  }
}
