package io.millrace.expr;

import org.jspecify.annotations.Nullable;

/**
 * A method with the number of arguments it takes.
 *
 * @param least fewest arguments
 * @param most most arguments
 * @param body what it does
 */
record RubyMethod(int least, int most, MethodTable.AnyBody body) {

  @Nullable Object call(@Nullable Object self, Args args) {
    if (args.count() < least || args.count() > most) {
      String expected = least == most ? String.valueOf(least) : least + ".." + most;
      throw ExpressionException.argumentError(
          "wrong number of arguments (given " + args.count() + ", expected " + expected + ")");
    }
    return body.call(self, args);
  }
}
