package io.millrace.expr;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Arithmetic on Ruby's integers (of any size) and floats. */
final class Numbers {

  /** Bits an integer may grow to; a power beyond it is refused, not computed. */
  private static final int MAX_BITS = 1 << 20;

  private Numbers() {}

  static Object add(Object left, Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      long sum = a + b;
      return ((a ^ sum) & (b ^ sum)) < 0 ? big(a).add(big(b)) : (Object) sum;
    }
    return isFloat(left, right)
        ? (Object) (real(left) + real(right))
        : Values.integer(Values.big(left).add(Values.big(right)));
  }

  static Object subtract(Object left, Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      long difference = a - b;
      return ((a ^ b) & (a ^ difference)) < 0 ? big(a).subtract(big(b)) : (Object) difference;
    }
    return isFloat(left, right)
        ? (Object) (real(left) - real(right))
        : Values.integer(Values.big(left).subtract(Values.big(right)));
  }

  static Object multiply(Object left, Object right) {
    if (isFloat(left, right)) {
      return real(left) * real(right);
    }
    return Values.integer(Values.big(left).multiply(Values.big(right)));
  }

  /** Integers divide towards minus infinity. */
  static Object divide(Object left, Object right) {
    if (isFloat(left, right)) {
      return real(left) / real(right);
    }
    if (left instanceof Long a && right instanceof Long b && b != 0 && b != -1) {
      return Math.floorDiv(a, b);
    }
    return Values.integer(floorDivMod(left, right)[0]);
  }

  /** The remainder has the sign of the divisor. */
  static Object modulo(Object left, Object right) {
    if (isFloat(left, right)) {
      double divisor = real(right);
      double rest = real(left) % divisor;
      return rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest;
    }
    return Values.integer(floorDivMod(left, right)[1]);
  }

  private static BigInteger[] floorDivMod(Object left, Object right) {
    BigInteger divisor = Values.big(right);
    if (divisor.signum() == 0) {
      throw new ExpressionException("ZeroDivisionError", "divided by 0");
    }
    BigInteger[] parts = Values.big(left).divideAndRemainder(divisor);
    if (parts[1].signum() != 0 && parts[1].signum() != divisor.signum()) {
      parts[0] = parts[0].subtract(BigInteger.ONE);
      parts[1] = parts[1].add(divisor);
    }
    return parts;
  }

  static Object power(Object base, Object exponent) {
    if (isFloat(base, exponent)) {
      return Math.pow(real(base), real(exponent));
    }
    BigInteger power = Values.big(exponent);
    BigInteger number = Values.big(base);
    if (power.signum() < 0) {
      throw ExpressionException.unsupported("a negative power of an integer");
    }
    if (number.bitLength() > 1
        && power.multiply(BigInteger.valueOf(number.bitLength())).bitLength() > 20) {
      throw ExpressionException.argumentError("number is too big, limit is " + MAX_BITS + " bits");
    }
    return Values.integer(number.pow(power.intValue()));
  }

  static Object shift(Object value, long bits) {
    if (bits > MAX_BITS) {
      throw ExpressionException.argumentError("shift width too big");
    }
    return Values.integer(Values.big(value).shiftLeft((int) Math.max(bits, -MAX_BITS)));
  }

  static Object negate(Object value) {
    return value instanceof Double number
        ? (Object) (-number)
        : Values.integer(Values.big(value).negate());
  }

  static boolean equal(Object left, Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return a.longValue() == b.longValue();
    }
    Long order = compare(left, right);
    return order != null && order == 0;
  }

  /** The order of two numbers; nil if one is no number at all. */
  static @Nullable Long compare(Object left, Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return (long) Long.compare(a, b);
    }
    if (isFloat(left, right)) {
      double a = real(left);
      double b = real(right);
      if (Double.isNaN(a) || Double.isNaN(b)) {
        return null;
      }
      if (Double.isInfinite(a) || Double.isInfinite(b)) {
        return (long) Double.compare(a, b);
      }
    }
    return (long) Values.decimal(left).compareTo(Values.decimal(right));
  }

  static boolean isFloat(Object left, Object right) {
    return left instanceof Double || right instanceof Double;
  }

  static double real(Object value) {
    return ((Number) value).doubleValue();
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  /**
   * Rounds to decimal places.
   *
   * @param digits places behind the point; a whole number is returned for zero and below
   */
  static Object round(Object value, int digits, RoundingMode mode) {
    if (value instanceof Double number) {
      if (digits > 0) {
        return number.isInfinite() || number.isNaN() || digits > 16
            ? value
            : (Object) Math.copySign(shown(number).setScale(digits, mode).doubleValue(), number);
      }
      requireFinite(number);
      return Values.integer(shown(number).setScale(digits, mode).toBigInteger());
    }
    return digits >= 0
        ? value
        : Values.integer(Values.decimal(value).setScale(digits, mode).toBigInteger());
  }

  /** The decimal a float prints as, which is what Ruby's rounding agrees with. */
  private static BigDecimal shown(double number) {
    return new BigDecimal(Double.toString(number));
  }

  static void requireFinite(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new ExpressionException(
          "FloatDomainError", Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }
  }

  /** Text to integer as {@code to_i} does it: as many digits as there are at the start. */
  static Object leadingInteger(String text, int radix) {
    if (radix < 2 || radix > Character.MAX_RADIX) {
      throw ExpressionException.unsupported("a number of base " + radix);
    }
    String trimmed = Texts.stripLeft(text);
    StringBuilder digits = new StringBuilder();
    int at = 0;
    if (at < trimmed.length() && (trimmed.charAt(at) == '-' || trimmed.charAt(at) == '+')) {
      digits.append(trimmed.charAt(at++));
    }
    at = skipPrefix(trimmed, at, radix);
    boolean any = false;
    for (; at < trimmed.length(); at++) {
      char c = trimmed.charAt(at);
      if (c == '_' && any && trimmed.charAt(at - 1) != '_') {
        continue;
      }
      if (c > 'z' || Character.digit(c, radix) < 0) {
        break;
      }
      digits.append(c);
      any = true;
    }
    return any ? Values.integer(new BigInteger(digits.toString(), radix)) : (Object) 0L;
  }

  private static int skipPrefix(String text, int at, int radix) {
    String prefix =
        switch (radix) {
          case 16 -> "0x";
          case 8 -> "0o";
          case 2 -> "0b";
          default -> "";
        };
    return !prefix.isEmpty() && text.regionMatches(true, at, prefix, 0, 2) ? at + 2 : at;
  }

  /** Text to float as {@code to_f} does it. */
  static double leadingFloat(String text) {
    String trimmed = Texts.stripLeft(text);
    SourceText source = new SourceText(trimmed, 0);
    if (source.peek() == '-' || source.peek() == '+') {
      source.next();
    }
    if (source.peek() == '.' && Character.isDigit(source.peek(1))) {
      return leadingFloat(trimmed.replaceFirst("\\.", "0."));
    }
    if (!Character.isDigit(source.peek())) {
      return 0.0;
    }
    if (source.peek() == '0' && Character.isLetter(source.peek(1)) && source.peek(1) != 'e') {
      return 0.0;
    }
    source.skipNumber();
    String digits = source.since(0).replace("_", "");
    return Double.parseDouble(digits);
  }
}
