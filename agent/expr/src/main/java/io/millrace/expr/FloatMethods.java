package io.millrace.expr;

import java.math.RoundingMode;

/** Methods of floats. */
final class FloatMethods {

  static final MethodTable<Object> TABLE = build();

  private FloatMethods() {}

  private static MethodTable<Object> build() {
    MethodTable<Object> table = new MethodTable<>("Float");
    NumericMethods.defineArithmetic(table);
    return table
        .define("to_f", (self, args) -> self)
        .define("to_i to_int", (self, args) -> whole(self))
        .define("round", 0, 2, (self, args) -> rounded(self, args, RoundingMode.HALF_UP))
        .define("floor", 0, 1, (self, args) -> rounded(self, args, RoundingMode.FLOOR))
        .define("ceil", 0, 1, (self, args) -> rounded(self, args, RoundingMode.CEILING))
        .define("truncate", 0, 1, (self, args) -> rounded(self, args, RoundingMode.DOWN))
        .define("integer?", (self, args) -> false)
        .define("nan?", (self, args) -> Double.isNaN((Double) self))
        .define("finite?", (self, args) -> Double.isFinite((Double) self))
        .define("infinite?", (self, args) -> infinite((Double) self));
  }

  private static @org.jspecify.annotations.Nullable Object infinite(double self) {
    return Double.isInfinite(self) ? (Object) (self > 0 ? 1L : -1L) : null;
  }

  private static Object whole(Object self) {
    Numbers.requireFinite((Double) self);
    return Values.integer(Values.decimal(self).toBigInteger());
  }

  private static Object rounded(Object self, Args args, RoundingMode mode) {
    return Numbers.round(self, NumericMethods.digits(args), NumericMethods.mode(args, mode));
  }
}
