package io.millrace.expr;

import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Methods of integers of any size. */
final class IntegerMethods {

  static final MethodTable<Object> TABLE = build();

  private IntegerMethods() {}

  private static MethodTable<Object> build() {
    MethodTable<Object> table = new MethodTable<>("Integer");
    NumericMethods.defineArithmetic(table);
    defineConversions(table);
    return table
        .define("&", 1, 1, (self, args) -> Values.integer(big(self).and(operand(args, "&"))))
        .define("|", 1, 1, (self, args) -> Values.integer(big(self).or(operand(args, "|"))))
        .define("^", 1, 1, (self, args) -> Values.integer(big(self).xor(operand(args, "^"))))
        .define("~", (self, args) -> Values.integer(big(self).not()))
        .define("<<", 1, 1, (self, args) -> Numbers.shift(self, args.integer(0)))
        .define(">>", 1, 1, (self, args) -> Numbers.shift(self, -args.integer(0)))
        .define("[]", 1, 1, (self, args) -> big(self).testBit(args.index(0)) ? 1L : 0L)
        .define("even?", (self, args) -> !big(self).testBit(0))
        .define("odd?", (self, args) -> big(self).testBit(0))
        .define("succ next", (self, args) -> Numbers.add(self, 1L))
        .define("pred", (self, args) -> Numbers.subtract(self, 1L))
        .define("digits", (self, args) -> digits(self))
        .define("bit_length", (self, args) -> (long) big(self).bitLength())
        .define("gcd", 1, 1, (self, args) -> Values.integer(big(self).gcd(operand(args, "gcd"))))
        .define("times", IntegerMethods::times)
        .define("upto", 1, 1, (self, args) -> step(self, args, 1))
        .define("downto", 1, 1, (self, args) -> step(self, args, -1));
  }

  private static void defineConversions(MethodTable<Object> table) {
    table
        .define("to_i to_int ord", (self, args) -> self)
        .define("to_s inspect", 0, 1, (self, args) -> big(self).toString(radix(args)))
        .define("to_f", (self, args) -> Numbers.real(self))
        .define("chr", 0, 0, (self, args) -> character(self))
        .define("integer? finite?", (self, args) -> true)
        .define("round", 0, 2, (self, args) -> rounded(self, args, RoundingMode.HALF_UP))
        .define("floor", 0, 1, (self, args) -> rounded(self, args, RoundingMode.FLOOR))
        .define("ceil", 0, 1, (self, args) -> rounded(self, args, RoundingMode.CEILING))
        .define("truncate", 0, 1, (self, args) -> rounded(self, args, RoundingMode.DOWN));
  }

  private static Object rounded(Object self, Args args, RoundingMode mode) {
    return Numbers.round(self, NumericMethods.digits(args), NumericMethods.mode(args, mode));
  }

  private static int radix(Args args) {
    int radix = args.has(0) ? args.index(0) : 10;
    if (radix < 2 || radix > 36) {
      throw ExpressionException.argumentError("invalid radix " + radix);
    }
    return radix;
  }

  private static BigInteger big(Object self) {
    return Values.big(self);
  }

  private static BigInteger operand(Args args, String operator) {
    Object value = args.value(0);
    if (value instanceof Long || value instanceof BigInteger) {
      return Values.big(value);
    }
    throw ExpressionException.typeError(
        Values.kindOf(value) + " can't be coerced into Integer for " + operator);
  }

  private static List<Object> digits(Object self) {
    String text = big(self).toString();
    if (text.startsWith("-")) {
      throw new ExpressionException("Math::DomainError", "out of domain");
    }
    List<Object> digits = new ArrayList<>();
    for (int i = text.length() - 1; i >= 0; i--) {
      digits.add((long) Character.digit(text.charAt(i), 10));
    }
    return digits;
  }

  private static long small(Object self) {
    if (self instanceof Long number) {
      return number;
    }
    throw new ExpressionException("RangeError", "bignum too big to convert into `long'");
  }

  private static String character(Object self) {
    long code = small(self);
    if (code < 0 || code > Character.MAX_CODE_POINT) {
      throw new ExpressionException("RangeError", code + " out of char range");
    }
    if (code > 0x7f) {
      throw ExpressionException.unsupported("chr of " + code); // one byte of binary data
    }
    return Character.toString((int) code);
  }

  private static @Nullable Object times(Object self, Args args) {
    List<@Nullable Object> numbers = RangeMethods.counted(0, Math.max(small(self), 0) - 1, 1);
    if (!args.hasBlock()) {
      return numbers;
    }
    numbers.forEach(number -> args.block().call(number));
    return self;
  }

  private static @Nullable Object step(Object self, Args args, int step) {
    List<@Nullable Object> numbers = RangeMethods.counted(small(self), args.integer(0), step);
    if (!args.hasBlock()) {
      return RubyEnumerator.over(numbers);
    }
    numbers.forEach(number -> args.block().call(number));
    return self;
  }
}
