package io.millrace.config;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.api.ConfigException;
import io.millrace.config.EmbeddedRuby.Effects;

/**
 * Reads a JSON array or object as a value and gives it back compact. Beyond JSON it takes comments
 * ({@code #}, {@code //}, {@code /* *}{@code /}) and embedded code in strings, whose value is put
 * in before the string's escapes are read.
 */
final class JsonLiteral {

  /** How deep arrays and objects may nest. */
  private static final int MAX_DEPTH = 100;

  private final ConfigText source;
  private final EmbeddedRuby ruby;
  private final Effects effects = new Effects();
  private final StringBuilder out = new StringBuilder();
  private final String incomplete;

  JsonLiteral(ConfigText source, EmbeddedRuby ruby) {
    this.source = source;
    this.ruby = ruby;
    this.incomplete =
        "got incomplete JSON " + (source.peek() == '[' ? "array" : "hash") + " configuration";
  }

  ConfigValue read() {
    value(1);
    return effects.value(ConfigValue.Kind.JSON, out.toString());
  }

  private void value(int depth) {
    if (depth > MAX_DEPTH) {
      throw source.error(incomplete + ": nested deeper than " + MAX_DEPTH);
    }
    skip();
    switch (source.peek()) {
      case '[' -> list(depth);
      case '{' -> object(depth);
      case '"' -> string();
      default -> scalar();
    }
  }

  private void list(int depth) {
    out.append(source.next());
    skip();
    while (source.peek() != ']') {
      value(depth + 1);
      separator(']');
    }
    out.append(source.next());
  }

  private void object(int depth) {
    out.append(source.next());
    skip();
    while (source.peek() != '}') {
      skip();
      if (source.peek() != '"') {
        throw unexpected();
      }
      string();
      skip();
      if (!source.accept(':')) {
        throw unexpected();
      }
      out.append(':');
      value(depth + 1);
      separator('}');
    }
    out.append(source.next());
  }

  private void separator(char end) {
    skip();
    if (source.peek() == end) {
      return;
    }
    if (!source.accept(',')) {
      throw unexpected();
    }
    out.append(',');
    skip();
    if (source.peek() == end) {
      throw unexpected();
    }
  }

  private void scalar() {
    int start = source.position();
    while (Character.isLetterOrDigit(source.peek()) || "+-.".indexOf(source.peek()) >= 0) {
      source.next();
    }
    String word = source.text().substring(start, source.position());
    boolean valid =
        word.equals("true")
            || word.equals("false")
            || word.equals("null")
            || word.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    if (!valid) {
      source.moveTo(start);
      throw unexpected();
    }
    out.append(word);
  }

  private void string() {
    int start = source.position();
    StringBuilder raw = new StringBuilder();
    raw.append(source.next());
    while (source.peek() != '"') {
      if (source.atEnd()) {
        throw unexpected();
      }
      char c = source.next();
      if (c == '#' && source.accept('{')) {
        raw.append(ruby.evaluate(source, effects));
        continue;
      }
      raw.append(c);
      if (c == '\\' && !source.atEnd()) {
        raw.append(source.next());
      }
    }
    raw.append(source.next());
    try {
      String text = String.valueOf(JsonText.read(raw.toString()));
      out.append('"').append(JsonStringEncoder.getInstance().quoteAsString(text)).append('"');
    } catch (IllegalArgumentException e) {
      source.moveTo(start);
      throw source.error(incomplete + ": " + raw + " is no JSON string");
    }
  }

  private void skip() {
    while (true) {
      source.skipSpacesAndComments();
      if (source.peek() == '/' && source.peek(1) == '/') {
        source.skipLine();
      } else if (source.peek() == '/' && source.peek(1) == '*') {
        int end = source.text().indexOf("*/", source.position() + 2);
        if (end < 0) {
          throw unexpected();
        }
        source.moveTo(end + 2);
      } else {
        return;
      }
    }
  }

  private ConfigException unexpected() {
    String found = source.atEnd() ? "the text ends" : "unexpected '" + source.peek() + "'";
    return source.error(
        incomplete
            + ": "
            + found
            + ". A value that starts with [ or { is read as JSON; put quotes around it if it is none");
  }
}
