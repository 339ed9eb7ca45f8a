package io.millrace.expr;

import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions called without a receiver: {@code Integer("1")}, {@code raise}, {@code format}. */
final class KernelFunctions {

  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(0[xX]|0[bB]|0[oO]|0[dD])?([0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(?:\\d+(?:_\\d+)*)?(?:\\.\\d+(?:_\\d+)*)?(?:[eE][-+]?\\d+)?");

  static final MethodTable<Object> TABLE =
      new MethodTable<>("Kernel")
          .defineAny("Integer", 1, 3, (self, args) -> integer(args))
          .defineAny("Float", 1, 2, (self, args) -> real(args))
          .defineAny("String", 1, 1, (self, args) -> Inspect.text(args.value(0)))
          .defineAny("Array", 1, 1, (self, args) -> array(args.value(0)))
          .defineAny("raise fail", 0, 2, (self, args) -> raise(args))
          .defineAny("format sprintf", 1, 99, (self, args) -> Sprintf.formatAll(args))
          .defineAny("block_given?", 0, 0, (self, args) -> false);

  private KernelFunctions() {}

  private static boolean quiet(Args args) {
    return args.value(args.count() - 1) instanceof Map<?, ?> options
        && Boolean.FALSE.equals(options.get(new RubySymbol("exception")));
  }

  private static @Nullable Object integer(Args args) {
    try {
      int radix = args.value(1) instanceof Long ? args.index(1) : 0;
      return toInteger(args.value(0), radix, args);
    } catch (ExpressionException e) {
      if (quiet(args)) {
        return null;
      }
      throw e;
    }
  }

  private static @Nullable Object real(Args args) {
    try {
      return toFloat(args.value(0), args);
    } catch (ExpressionException e) {
      if (quiet(args)) {
        return null;
      }
      throw e;
    }
  }

  /**
   * {@code Integer(value, radix)}: strict, the whole text must be a number.
   *
   * @param radix the base; 0 to tell it from the text's prefix
   */
  static Object toInteger(@Nullable Object value, int radix, Args args) {
    if (value instanceof Long || value instanceof BigInteger) {
      return value;
    }
    if (value instanceof Double number) {
      Numbers.requireFinite(number);
      return Numbers.round(number, 0, RoundingMode.DOWN);
    }
    if (value instanceof RubyTime time) {
      return time.instant().getEpochSecond();
    }
    if (value instanceof String text) {
      return parseInteger(text, radix);
    }
    throw ExpressionException.typeError(
        value == null
            ? "can't convert nil into Integer"
            : "can't convert " + Values.kindOf(value) + " into Integer");
  }

  private static Object parseInteger(String text, int radix) {
    Matcher matcher = INTEGER.matcher(text.strip());
    if (matcher.matches()) {
      String prefix = matcher.group(2) == null ? "" : matcher.group(2).toLowerCase(Locale.ROOT);
      String digits = matcher.group(3).replace("_", "");
      int written =
          switch (prefix) {
            case "0x" -> 16;
            case "0b" -> 2;
            case "0o" -> 8;
            case "0d" -> 10;
            default -> digits.startsWith("0") && digits.length() > 1 && radix == 0 ? 8 : 0;
          };
      int base = written != 0 ? written : radix == 0 ? 10 : radix;
      if (written == 0 || radix == 0 || radix == written) {
        try {
          return Values.integer(new BigInteger(matcher.group(1) + digits, base));
        } catch (NumberFormatException e) {
          throw invalid("Integer", text);
        }
      }
    }
    throw invalid("Integer", text);
  }

  static double toFloat(@Nullable Object value, Args args) {
    if (value != null && Values.isNumber(value)) {
      return Numbers.real(value);
    }
    if (value instanceof RubyTime time) {
      return time.seconds();
    }
    if (value instanceof String text) {
      if (text.matches("(?s).*\\d.*") && FLOAT.matcher(text.strip()).matches()) {
        return Double.parseDouble(text.strip().replace("_", ""));
      }
      throw invalid("Float", text);
    }
    throw ExpressionException.typeError("can't convert " + Values.kindOf(value) + " into Float");
  }

  private static ExpressionException invalid(String type, String text) {
    return ExpressionException.argumentError(
        "invalid value for " + type + "(): " + Inspect.of(text));
  }

  private static Object array(@Nullable Object value) {
    if (value instanceof List<?>) {
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      List<@Nullable Object> pairs = new ArrayList<>();
      map.forEach((key, one) -> pairs.add(EnumerableMethods.listOf(key, one)));
      return pairs;
    }
    if (value instanceof RubyRange || value instanceof RubyEnumerator) {
      throw ExpressionException.unsupported("Array() of this");
    }
    return value == null ? new ArrayList<>() : EnumerableMethods.listOf(value);
  }

  private static Object raise(Args args) {
    if (args.count() == 0) {
      throw new ExpressionException("RuntimeError", "unhandled exception");
    }
    if (args.value(0) instanceof RubyModule module && RubyError.isErrorClass(module.name())) {
      throw new ExpressionException(
          module.name(), args.has(1) ? Inspect.text(args.value(1)) : module.name());
    }
    if (args.value(0) instanceof RubyError error) {
      throw new ExpressionException(error);
    }
    if (args.value(0) instanceof String message) {
      throw new ExpressionException("RuntimeError", message);
    }
    throw ExpressionException.typeError("exception class/object expected");
  }
}
