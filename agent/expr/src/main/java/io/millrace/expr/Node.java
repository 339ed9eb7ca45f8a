package io.millrace.expr;

import org.jspecify.annotations.Nullable;

/** One compiled piece of an expression. */
@FunctionalInterface
interface Node {

  @Nullable Object eval(Frame frame);
}
