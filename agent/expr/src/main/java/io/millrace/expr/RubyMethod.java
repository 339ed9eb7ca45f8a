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
      // Ruby's method may take more than this engine's: no rescue may take this for Ruby's error.
      throw ExpressionException.unsupported(
          "a call with "
              + args.count()
              + " arguments of a method that takes "
              + expected
              + " in the compiled subset");
    }
    return body.call(self, args);
  }
}
