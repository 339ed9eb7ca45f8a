package io.millrace.config;

import io.millrace.config.EmbeddedRuby.Effects;
import java.util.function.IntPredicate;

/** Reads values: quoted strings with escapes and embedded code, JSON literals, plain text. */
final class ValueParser {

  private static final String ESCAPED = "rntfb0";
  private static final String ESCAPES = "\r\n\t\f\b\0";

  private final ConfigText source;
  private final EmbeddedRuby ruby;

  ValueParser(ConfigText source, EmbeddedRuby ruby) {
    this.source = source;
    this.ruby = ruby;
  }

  /** The value of a parameter; the first character tells its kind. */
  ConfigValue value() {
    char first = source.peek();
    if (first == '[' || first == '{') {
      return new JsonLiteral(source, ruby).read();
    }
    return isQuote(first) ? quoted() : ConfigValue.unquoted(plainLine());
  }

  /** A text that may be quoted and otherwise ends where {@code end} holds at a position. */
  ConfigValue text(IntPredicate end) {
    if (isQuote(source.peek())) {
      return quoted();
    }
    int start = source.position();
    while (!source.atEnd() && !end.test(source.position())) {
      source.next();
    }
    return ConfigValue.unquoted(source.text().substring(start, source.position()));
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  /** Text up to the end of the line or to a comment, which must have a blank before it. */
  String plainLine() {
    int start = source.position();
    while (!source.atEnd() && source.peek() != '\n' && source.peek() != '\r') {
      boolean first = source.position() == start;
      if (source.peek() == '#' && !first && ConfigText.isBlank(source.peek(-1))) {
        break;
      }
      source.next();
    }
    return source.text().substring(start, source.position()).stripTrailing();
  }

  private ConfigValue quoted() {
    if (source.next() == '\'') {
      return ConfigValue.quoted(singleQuoted());
    }
    Effects effects = new Effects();
    String text = doubleQuoted(effects, false);
    return effects.value(ConfigValue.Kind.QUOTED, text);
  }

  private String singleQuoted() {
    StringBuilder out = new StringBuilder();
    while (true) {
      if (source.atEnd() || source.peek() == '\n' || source.peek() == '\r') {
        throw source.error("unexpected end of file in a single quoted string");
      }
      char c = source.next();
      if (c == '\'') {
        return out.toString();
      }
      if (c == '\\' && (source.peek() == '\'' || source.peek() == '\\')) {
        c = source.next();
      }
      out.append(c);
    }
  }

  /** The rest of the text as if it stood in double quotes; quotes in it are plain characters. */
  ConfigValue wholeText() {
    Effects effects = new Effects();
    String text = doubleQuoted(effects, true);
    return effects.value(ConfigValue.Kind.QUOTED, text);
  }

  private String doubleQuoted(Effects effects, boolean toTheEnd) {
    StringBuilder out = new StringBuilder();
    while (true) {
      if (source.atEnd() && !toTheEnd) {
        throw source.error("unexpected end of file in a double quoted string");
      }
      if (source.atEnd()) {
        return out.toString();
      }
      char c = source.next();
      if (c == '"' && !toTheEnd) {
        return out.toString();
      }
      if (c == '\\') {
        escape(out);
      } else if (c == '#' && source.accept('{')) {
        out.append(ruby.evaluate(source, effects));
      } else {
        out.append(c);
      }
    }
  }

  private void escape(StringBuilder out) {
    char c = source.peek();
    int known = ESCAPED.indexOf(c);
    if (known >= 0) {
      out.append(ESCAPES.charAt(known));
    } else if (c == '\r' && source.peek(1) == '\n') {
      source.next();
    } else if (Character.isLetterOrDigit(c) || c == ConfigText.END) {
      throw source.error(
          "unexpected back-slash escape character '"
              + c
              + "' in a double quoted string; write two back-slashes for one");
    } else if (c != '\n') {
      out.append(c);
    }
    source.next();
  }
}
