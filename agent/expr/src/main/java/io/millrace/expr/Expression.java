package io.millrace.expr;

import org.jspecify.annotations.Nullable;

/** A compiled expression. Immutable: any number of threads may evaluate it at once. */
public interface Expression {

  /**
   * Computes the value.
   *
   * @param scope the values of the variables the expression was compiled with
   * @return a Ruby value as described for this package; {@code null} is nil
   * @throws ExpressionException for what Ruby would raise
   */
  @Nullable Object evaluate(Scope scope);
}
