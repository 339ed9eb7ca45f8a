package io.millrace.expr;

/** A piece of an expression that can stand left of {@code =}. */
interface Assignable extends Node {

  /** {@code this = value}. */
  Node assign(Node value);

  /**
   * The same place with everything it depends on computed only once, for {@code +=} and its kind.
   */
  Assignable once(Locals locals);

  /** What must be evaluated before the place made by {@link #once} is used. */
  default Node prepare() {
    return frame -> null;
  }
}
