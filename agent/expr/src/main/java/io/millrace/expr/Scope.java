package io.millrace.expr;

import org.jspecify.annotations.Nullable;

/**
 * The values of the variables an expression was compiled with. A value is asked for only when the
 * expression needs it, so a scope may build a costly one (the record as a map) at that moment.
 */
@FunctionalInterface
public interface Scope {

  /** A scope for expressions without variables. */
  Scope EMPTY =
      slot -> {
        throw new IllegalArgumentException("no variable " + slot);
      };

  /**
   * The value of one variable; {@code null} is nil.
   *
   * @param slot the position of the variable's name in the list given to the compiler
   */
  @Nullable Object value(int slot);

  /** A scope that holds its values. */
  static Scope of(@Nullable Object... values) {
    return slot -> values[slot];
  }
}
