package io.millrace.expr;

import io.millrace.event.RubyFloat;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code to_json} and {@code JSON.parse} on Ruby values. */
final class RubyJson {

  /** Ruby's own default. */
  private static final int MAX_DEPTH = 100;

  private RubyJson() {}

  /** Compact JSON; keys and unknown kinds by their {@code to_s}. */
  static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out, 0);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out, int depth) {
    if (depth > MAX_DEPTH) {
      throw new ExpressionException("JSON::NestingError", "nesting of " + depth + " is too deep");
    }
    if (value == null) {
      out.append("null");
    } else if (value instanceof Map<?, ?> map) {
      writeMap(map, out, depth);
    } else if (value instanceof List<?> list) {
      writeList(list, out, depth);
    } else if (value instanceof Double number) {
      if (number.isNaN() || number.isInfinite()) {
        throw new ExpressionException(
            "JSON::GeneratorError", RubyFloat.toString(number) + " not allowed in JSON");
      }
      out.append(RubyFloat.toString(number));
    } else if (value instanceof Boolean || value instanceof Long || value instanceof BigInteger) {
      out.append(value);
    } else {
      quote(Inspect.text(value), out);
    }
  }

  private static void writeMap(Map<?, ?> map, StringBuilder out, int depth) {
    char separator = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      quote(Inspect.text(entry.getKey()), out);
      out.append(':');
      write(entry.getValue(), out, depth + 1);
      separator = ',';
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private static void writeList(List<?> list, StringBuilder out, int depth) {
    char separator = '[';
    for (Object element : list) {
      out.append(separator);
      write(element, out, depth + 1);
      separator = ',';
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (c < 0x20) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** Reads one JSON value. */
  static @Nullable Object parse(String text) {
    Reader reader = new Reader(text);
    Object value = reader.value(1);
    reader.end();
    return value;
  }

  /** A strict reader of JSON text. */
  private static final class Reader {
    private final SourceText source;
    private final String text;

    Reader(String text) {
      this.text = text;
      this.source = new SourceText(text, 0);
    }

    void end() {
      skipSpace();
      if (!source.atEnd()) {
        throw unexpected();
      }
    }

    @Nullable Object value(int depth) {
      skipSpace();
      char c = source.peek();
      if (depth > MAX_DEPTH) {
        throw new ExpressionException("JSON::NestingError", "nesting of " + depth + " is too deep");
      }
      return switch (c) {
        case '{' -> map(depth);
        case '[' -> list(depth);
        case '"' -> string();
        case 't' -> word("true", true);
        case 'f' -> word("false", false);
        case 'n' -> word("null", null);
        default -> number();
      };
    }

    private Map<@Nullable Object, @Nullable Object> map(int depth) {
      Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
      source.next();
      skipSpace();
      while (source.peek() != '}') {
        skipSpace();
        if (source.peek() != '"') {
          throw unexpected();
        }
        String key = string();
        skipSpace();
        expect(':');
        map.put(key, value(depth + 1));
        separator('}');
      }
      source.next();
      return map;
    }

    private List<@Nullable Object> list(int depth) {
      List<@Nullable Object> list = new ArrayList<>();
      source.next();
      skipSpace();
      while (source.peek() != ']') {
        list.add(value(depth + 1));
        separator(']');
      }
      source.next();
      return list;
    }

    private void separator(char end) {
      skipSpace();
      if (source.peek() != end) {
        expect(',');
        skipSpace();
        if (source.peek() == end) {
          throw unexpected();
        }
      }
    }

    private void expect(char wanted) {
      if (source.peek() != wanted) {
        throw unexpected();
      }
      source.next();
    }

    private @Nullable Object word(String word, @Nullable Object value) {
      if (!source.startsWith(word)) {
        throw unexpected();
      }
      source.skip(word.length());
      return value;
    }

    private String string() {
      StringBuilder out = new StringBuilder();
      source.next();
      while (true) {
        if (source.atEnd() || source.peek() < 0x20) {
          throw unexpected();
        }
        char c = source.next();
        if (c == '"') {
          return out.toString();
        }
        out.append(c == '\\' ? escape() : c);
      }
    }

    private char escape() {
      char c = source.atEnd() ? '\0' : source.next();
      return switch (c) {
        case '"', '\\', '/' -> c;
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'u' -> {
          int unit = 0;
          for (int i = 0; i < 4; i++) {
            int digit = Character.digit(source.peek(), 16);
            if (digit < 0) {
              throw unexpected();
            }
            unit = unit * 16 + digit;
            source.next();
          }
          yield (char) unit;
        }
        default -> throw unexpected();
      };
    }

    private Object number() {
      int start = source.position();
      if (source.peek() == '-') {
        source.next();
      }
      if (!Character.isDigit(source.peek())) {
        throw unexpected();
      }
      boolean isFloat = source.skipNumber();
      String digits = source.since(start);
      try {
        return isFloat ? (Object) Double.valueOf(digits) : Values.integer(new BigInteger(digits));
      } catch (NumberFormatException e) {
        throw unexpected();
      }
    }

    private void skipSpace() {
      while (" \t\r\n".indexOf(source.peek()) >= 0 && !source.atEnd()) {
        source.next();
      }
    }

    private ExpressionException unexpected() {
      String rest = text.substring(Math.min(source.position(), text.length()));
      return new ExpressionException(
          "JSON::ParserError",
          rest.isEmpty() ? "unexpected end of input" : "unexpected token at '" + rest + "'");
    }
  }
}
