package io.millrace.expr;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Methods integers and floats share. */
final class NumericMethods {

  private NumericMethods() {}

  static void defineArithmetic(MethodTable<Object> table) {
    table
        .define("+", 1, 1, (self, args) -> arithmetic(self, args, Numbers::add))
        .define("-", 1, 1, (self, args) -> arithmetic(self, args, Numbers::subtract))
        .define("*", 1, 1, (self, args) -> arithmetic(self, args, Numbers::multiply))
        .define("/", 1, 1, (self, args) -> arithmetic(self, args, Numbers::divide))
        .define("% modulo", 1, 1, (self, args) -> arithmetic(self, args, Numbers::modulo))
        .define("** pow", 1, 1, (self, args) -> arithmetic(self, args, Numbers::power))
        .define(
            "div", 1, 1, (self, args) -> Numbers.round(divided(self, args), 0, RoundingMode.FLOOR))
        .define(
            "fdiv quo",
            1,
            1,
            (self, args) -> Numbers.real(self) / Numbers.real(operand(self, args)))
        .define("divmod", 1, 1, NumericMethods::divmod)
        .define("-@", (self, args) -> Numbers.negate(self))
        .define("+@", (self, args) -> self)
        .define("abs magnitude", (self, args) -> sign(self) < 0 ? Numbers.negate(self) : self)
        .define("zero?", (self, args) -> sign(self) == 0)
        .define("nonzero?", (self, args) -> sign(self) == 0 ? null : self)
        .define("positive?", (self, args) -> sign(self) > 0)
        .define("negative?", (self, args) -> sign(self) < 0);
  }

  private static double sign(Object self) {
    return Math.signum(Numbers.real(self));
  }

  private static Object arithmetic(Object self, Args args, BinaryOperator<Object> operator) {
    return operator.apply(self, operand(self, args));
  }

  static Object operand(Object self, Args args) {
    Object value = args.value(0);
    if (value == null || !Values.isNumber(value)) {
      throw ExpressionException.typeError(
          Values.kindOf(value) + " can't be coerced into " + Values.className(self));
    }
    return value;
  }

  private static Object divided(Object self, Args args) {
    return Numbers.divide(self, operand(self, args));
  }

  private static List<Object> divmod(Object self, Args args) {
    List<Object> parts = new ArrayList<>();
    parts.add(Numbers.round(divided(self, args), 0, RoundingMode.FLOOR));
    parts.add(Numbers.modulo(self, operand(self, args)));
    return parts;
  }

  /** The number of decimal places asked for: the first argument, unless that is a {@code half:}. */
  static int digits(Args args) {
    return args.value(0) instanceof Long digits ? Math.toIntExact(digits) : 0;
  }

  /** The rounding asked for by {@code half: :even}. */
  static RoundingMode mode(Args args, RoundingMode otherwise) {
    Object options = args.value(args.count() - 1);
    if (args.count() == 0 || !(options instanceof Map<?, ?> map)) {
      return otherwise;
    }
    return switch (Inspect.text(map.get(new RubySymbol("half")))) {
      case "even" -> RoundingMode.HALF_EVEN;
      case "down" -> RoundingMode.HALF_DOWN;
      default -> otherwise;
    };
  }
}
