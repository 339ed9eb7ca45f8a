package io.millrace.config;

import io.millrace.api.Size;
import io.millrace.api.Template;
import io.millrace.event.RecordPath;
import io.millrace.event.RubyRegexp;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * From the text of a value to the type of a component, as Fluentd converts: leniently (junk is 0,
 * units are searched anywhere), or strictly with {@code strict_config_value}.
 *
 * <p>Source: Fluentd's config types.
 */
final class Converter {
  private static final Pattern LEADING_INTEGER = Pattern.compile("^\\s*([+-]?\\d+(?:_\\d+){0,64})");
  private static final Pattern LEADING_FLOAT =
      Pattern.compile("^\\s*([+-]?(?:\\d+(?:_\\d+){0,64}(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d+)?)");
  private static final Pattern STRICT_INTEGER =
      Pattern.compile(
          "[+-]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9]\\d*(?:_\\d+){0,64}|0)");
  private static final Pattern STRICT_FLOAT =
      Pattern.compile("[+-]?\\d+(?:_\\d+){0,64}(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
  private static final Pattern SIZE = Pattern.compile("(\\d+)([kmgt])", Pattern.CASE_INSENSITIVE);
  private static final Pattern OCTAL = Pattern.compile("[0-7]{1,4}");

  private final boolean strict;

  Converter(boolean strict) {
    this.strict = strict;
  }

  /**
   * {@code value} as a {@code type}; empty if it is nil, or a truth value that is none.
   *
   * @throws IllegalArgumentException in Fluentd's words if it cannot be one
   */
  Optional<Object> convert(String name, ConfigValue value, Type type) {
    if (value.isNil()) {
      return Optional.empty();
    }
    String text = value.text();
    if (type instanceof Class<?> plain) {
      return plain(name, text, plain);
    }
    Optional<Type> item = Schema.typeArgument(type, List.class, 0);
    if (item.isPresent()) {
      return Optional.of(list(name, value, item.get()));
    }
    item = Schema.typeArgument(type, Set.class, 0);
    if (item.isPresent()) {
      if (item.get() == PosixFilePermission.class) {
        return Optional.of(permissions(name, text));
      }
      return Optional.of(new LinkedHashSet<>(list(name, value, item.get())));
    }
    item = Schema.typeArgument(type, Map.class, 1);
    if (item.isPresent()) {
      return Optional.of(map(name, value, item.get()));
    }
    throw new IllegalStateException(
        "parameter " + name + " has the type " + type + ", which nothing converts to");
  }

  private Optional<Object> plain(String name, String text, Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return bool(name, text).map(value -> value);
    }
    return Optional.of(single(name, text, type));
  }

  private Object single(String name, String text, Class<?> type) {
    if (type == String.class || type == Object.class) {
      return text;
    } else if (type == int.class || type == Integer.class) {
      return Math.toIntExact(integer(name, text));
    } else if (type == long.class || type == Long.class) {
      return integer(name, text);
    } else if (type == double.class || type == Double.class) {
      return floating(name, text);
    } else if (type == Size.class) {
      return new Size(size(name, text));
    } else if (type == Duration.class) {
      return duration(name, text);
    } else if (type == RubyRegexp.class) {
      return RubyRegexp.parse(text);
    } else if (type == RecordPath.class) {
      return RecordPath.parse(text);
    } else if (type == Template.class) {
      return Template.of(text);
    } else if (type == Path.class) {
      return Path.of(text);
    } else if (type.isEnum()) {
      return constant(text, type);
    }
    throw new IllegalStateException(
        "parameter " + name + " has the type " + type.getName() + ", which nothing converts to");
  }

  private static Object constant(String text, Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      if (optionName((Enum<?>) constant).equals(text)) {
        return constant;
      }
    }
    String options =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> optionName((Enum<?>) constant))
            .collect(Collectors.joining(","));
    throw new IllegalArgumentException("valid options are " + options + " but got " + text);
  }

  /** How a user writes an enum constant. */
  static String optionName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private Optional<Boolean> bool(String name, String text) {
    if (text.isEmpty() || text.equals("true") || text.equals("yes") || text.startsWith("#")) {
      return Optional.of(true);
    }
    if (text.equals("false") || text.equals("no")) {
      return Optional.of(false);
    }
    if (strict) {
      throw new IllegalArgumentException(name + ": invalid bool value: " + text);
    }
    return Optional.empty();
  }

  private long integer(String name, String text) {
    if (strict) {
      if (!STRICT_INTEGER.matcher(text).matches()) {
        throw new IllegalArgumentException(
            name + ": invalid value for Integer(): \"" + text + "\"");
      }
      return strictInteger(text.replace("_", ""));
    }
    Matcher matcher = LEADING_INTEGER.matcher(text);
    return matcher.find() ? parseLong(name, matcher.group(1).replace("_", "")) : 0;
  }

  private static long strictInteger(String text) {
    boolean negative = text.startsWith("-");
    String digits = text.replaceFirst("^[+-]", "").toLowerCase(Locale.ROOT);
    long value =
        digits.startsWith("0x")
            ? Long.parseLong(digits.substring(2), 16)
            : digits.startsWith("0b")
                ? Long.parseLong(digits.substring(2), 2)
                : digits.length() > 1 && digits.startsWith("0")
                    ? Long.parseLong(digits.replaceFirst("^0o?", ""), 8)
                    : Long.parseLong(digits);
    return negative ? -value : value;
  }

  private static long parseLong(String name, String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + ": " + digits + " does not fit into 64 bits", e);
    }
  }

  private double floating(String name, String text) {
    if (strict && !STRICT_FLOAT.matcher(text).matches()) {
      throw new IllegalArgumentException(name + ": invalid value for Float(): \"" + text + "\"");
    }
    Matcher matcher = LEADING_FLOAT.matcher(text);
    return matcher.find() ? Double.parseDouble(matcher.group(1).replace("_", "")) : 0;
  }

  private long size(String name, String text) {
    for (char unit : new char[] {'k', 'm', 'g', 't'}) {
      Matcher matcher = SIZE.matcher(text);
      while (matcher.find()) {
        if (Character.toLowerCase(matcher.group(2).charAt(0)) == unit) {
          int shift = 10 * ("kmgt".indexOf(unit) + 1);
          return Math.multiplyExact(parseLong(name, matcher.group(1)), 1L << shift);
        }
      }
    }
    return integer(name, text);
  }

  private Duration duration(String name, String text) {
    for (String unit : List.of("s", "m", "h", "d")) {
      Matcher matcher = Pattern.compile("(\\d+)" + unit).matcher(text);
      if (matcher.find()) {
        long seconds =
            switch (unit) {
              case "m" -> 60;
              case "h" -> 3600;
              case "d" -> 86400;
              default -> 1;
            };
        return Duration.ofSeconds(Math.multiplyExact(parseLong(name, matcher.group(1)), seconds));
      }
    }
    double seconds = floating(name, text);
    return Duration.ofNanos(
        BigDecimal.valueOf(seconds).movePointRight(9).toBigInteger().longValueExact());
  }

  private static Set<PosixFilePermission> permissions(String name, String text) {
    if (!OCTAL.matcher(text).matches()) {
      throw new IllegalArgumentException(name + ": '" + text + "' is no octal mode such as 0644");
    }
    int mode = Integer.parseInt(text, 8);
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] highestFirst = PosixFilePermission.values();
    for (int bit = 0; bit < 9; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(highestFirst[bit]);
      }
    }
    return permissions;
  }

  private List<Object> list(String name, ConfigValue value, Type item) {
    String text = value.text().strip();
    List<Object> items = new ArrayList<>();
    if (text.startsWith("[")) {
      if (!(JsonText.read(text) instanceof List<?> json)) {
        throw new IllegalArgumentException("array required but got " + text);
      }
      for (Object element : json) {
        items.add(convertText(name, JsonText.text(element), item));
      }
      return items;
    }
    if (text.startsWith("{")) {
      throw new IllegalArgumentException("array required but got " + text);
    }
    for (String element : text.split("\\s*,\\s*")) {
      if (!element.isEmpty() || text.contains(",")) {
        items.add(convertText(name, element, item));
      }
    }
    return items;
  }

  private Map<String, Object> map(String name, ConfigValue value, Type item) {
    String text = value.text().strip();
    Map<String, Object> entries = new LinkedHashMap<>();
    if (text.startsWith("{")) {
      if (!(JsonText.read(text) instanceof Map<?, ?> json)) {
        throw new IllegalArgumentException("hash required but got " + text);
      }
      json.forEach(
          (key, element) ->
              entries.put(String.valueOf(key), convertText(name, JsonText.text(element), item)));
      return entries;
    }
    if (text.startsWith("[")) {
      throw new IllegalArgumentException("hash required but got " + text);
    }
    for (String entry : text.split(",")) {
      if (!entry.isEmpty()) {
        int colon = entry.indexOf(':');
        String key = colon < 0 ? entry : entry.substring(0, colon);
        entries.put(
            key.strip(), convertText(name, colon < 0 ? "" : entry.substring(colon + 1), item));
      }
    }
    return entries;
  }

  private Object convertText(String name, String text, Type item) {
    return convert(name, ConfigValue.quoted(text), item)
        .orElseThrow(
            () -> new IllegalArgumentException(name + ": '" + text + "' is no truth value"));
  }
}
