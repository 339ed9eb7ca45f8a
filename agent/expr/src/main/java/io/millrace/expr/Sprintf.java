package io.millrace.expr;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ruby's {@code format}: {@code %s %d %i %f %x %o %b %e %p %%} with flags, width and precision. */
final class Sprintf {

  private static final Pattern DIRECTIVE =
      Pattern.compile(
          "%([-0+ #]*)(?:<(\\w+)>|\\{(\\w+)\\})?([-0+ ]*)(\\d*)(?:\\.(\\d+))?([A-Za-z%]?)");

  private final Args args;
  private final List<?> values;
  private int used;

  private Sprintf(Args args, List<?> values) {
    this.args = args;
    this.values = values;
  }

  /** {@code template % argument}. */
  static String format(String template, Args args) {
    Object value = args.value(0);
    return new Sprintf(args, value instanceof List<?> list ? list : args.asList()).apply(template);
  }

  /** {@code format(template, arguments...)}. */
  static String formatAll(Args args) {
    List<@Nullable Object> all = args.asList();
    return new Sprintf(args, all.subList(1, all.size())).apply(args.text(0));
  }

  private String apply(String template) {
    Matcher matcher = DIRECTIVE.matcher(template);
    StringBuilder out = new StringBuilder();
    int copied = 0;
    while (matcher.find()) {
      out.append(template, copied, matcher.start()).append(directive(matcher));
      copied = matcher.end();
      if (matcher.group(3) != null && !matcher.group(7).isEmpty()) {
        copied -= matcher.group(7).length();
      }
    }
    return out.append(template.substring(copied)).toString();
  }

  private String directive(Matcher matcher) {
    String kind = matcher.group(7);
    if (kind.equals("%")) {
      return "%";
    }
    String flags = matcher.group(1) + matcher.group(4);
    int width = matcher.group(5).isEmpty() ? 0 : Integer.parseInt(matcher.group(5));
    int precision = matcher.group(6) == null ? -1 : Integer.parseInt(matcher.group(6));
    if (width > 10_000 || precision > 10_000) {
      throw ExpressionException.argumentError("width too big");
    }
    if (matcher.group(3) != null) {
      return pad(Inspect.text(named(matcher.group(3))), flags, width, false);
    }
    Object value = matcher.group(2) == null ? next() : named(matcher.group(2));
    return switch (kind) {
      case "s" -> pad(cut(Inspect.text(value), precision), flags, width, false);
      case "p" -> pad(cut(Inspect.of(value), precision), flags, width, false);
      case "d", "i", "u" -> integer(value, 10, flags, width, precision);
      case "x" -> integer(value, 16, flags, width, precision);
      case "X" -> integer(value, 16, flags, width, precision).toUpperCase(Locale.ROOT);
      case "o" -> integer(value, 8, flags, width, precision);
      case "b" -> integer(value, 2, flags, width, precision);
      case "f" -> fixed(value, flags, width, precision < 0 ? 6 : precision);
      case "e" -> pad(signed(exponent(value, precision), flags), flags, width, true);
      default -> throw ExpressionException.unsupported("the directive " + matcher.group());
    };
  }

  private @Nullable Object next() {
    if (used >= values.size()) {
      throw ExpressionException.argumentError("too few arguments");
    }
    return values.get(used++);
  }

  private @Nullable Object named(String name) {
    if (values.size() == 1 && values.get(0) instanceof Map<?, ?> map) {
      RubySymbol key = new RubySymbol(name);
      if (map.containsKey(key)) {
        return map.get(key);
      }
      throw new ExpressionException("KeyError", "key<" + name + "> not found");
    }
    throw ExpressionException.argumentError("one hash required");
  }

  private String integer(
      @Nullable Object value, int radix, String flags, int width, int precision) {
    Object number = KernelFunctions.toInteger(value, 10, args);
    if (radix != 10 && Values.big(number).signum() < 0) {
      throw ExpressionException.unsupported("a negative number in base " + radix);
    }
    if (flags.contains("#") && radix != 16 && radix != 10) {
      throw ExpressionException.unsupported("the flag # for base " + radix);
    }
    String digits = Values.big(number).toString(radix);
    boolean negative = digits.startsWith("-");
    String plain = negative ? digits.substring(1) : digits;
    String padded = "0".repeat(Math.max(0, precision - plain.length())) + plain;
    String prefix = flags.contains("#") && radix == 16 ? "0x" : "";
    return pad(signed((negative ? "-" : "") + prefix + padded, flags), flags, width, true);
  }

  private String fixed(@Nullable Object value, String flags, int width, int precision) {
    double number = KernelFunctions.toFloat(value, args);
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      String word = Double.isNaN(number) ? "NaN" : number > 0 ? "Inf" : "-Inf";
      return pad(signed(word, flags), flags.replace("0", ""), width, false);
    }
    String text =
        new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    boolean lostSign = Math.copySign(1, number) < 0 && !text.startsWith("-");
    return pad(signed(lostSign ? "-" + text : text, flags), flags, width, true);
  }

  private String exponent(@Nullable Object value, int precision) {
    double number = KernelFunctions.toFloat(value, args);
    return String.format(Locale.ROOT, "%." + (precision < 0 ? 6 : precision) + "e", number);
  }

  private static String cut(String text, int precision) {
    return precision < 0 ? text : Texts.slice(text, 0, precision);
  }

  private static String signed(String number, String flags) {
    if (number.startsWith("-")) {
      return number;
    }
    return (flags.contains("+") ? "+" : flags.contains(" ") ? " " : "") + number;
  }

  private static String pad(String text, String flags, int width, boolean number) {
    int missing = width - Texts.length(text);
    if (missing <= 0) {
      return text;
    }
    if (flags.contains("-")) {
      return text + " ".repeat(missing);
    }
    if (flags.contains("0") && number) {
      int sign = "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
      return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
    }
    return " ".repeat(missing) + text;
  }
}
