package io.millrace.expr;

import org.jspecify.annotations.Nullable;

/** A compiled expression. Immutable: any number of threads may evaluate it at once. */
public interface Expression {

  /** The {@link #engine} of expressions that this package compiles itself. */
  String COMPILED = "compiled";

  /**
   * Computes the value.
   *
   * @param scope the values of the variables the expression was compiled with
   * @return a Ruby value as described for this package; {@code null} is nil
   * @throws ExpressionException for what Ruby would raise
   */
  @Nullable Object evaluate(Scope scope);

  /** What evaluates it: {@value #COMPILED}, or the name and version of the second tier. */
  default String engine() {
    return COMPILED;
  }
}
