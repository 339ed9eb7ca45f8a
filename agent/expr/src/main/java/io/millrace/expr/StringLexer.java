package io.millrace.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the inside of strings and regular expressions: escapes, nested delimiters, embedded code.
 */
final class StringLexer {

  private final SourceText source;
  private final Set<String> variables;
  private final List<Token.Part> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  StringLexer(SourceText source, Set<String> variables) {
    this.source = source;
    this.variables = variables;
  }

  /**
   * Reads up to the closing delimiter, which is consumed.
   *
   * @param opening a delimiter that nests, or NUL if none does
   * @param interpolates whether escapes and embedded code count, as in a double-quoted string
   */
  List<Token.Part> read(char opening, char closing, boolean interpolates) {
    return scan(opening, closing, interpolates, interpolates ? this::escape : this::plainEscape);
  }

  /** Reads a regular expression; its escapes are left to the expression. */
  List<Token.Part> readRegexp(char opening, char closing) {
    return scan(opening, closing, true, this::regexpEscape);
  }

  private interface Escape {
    void read(char opening, char closing);
  }

  private List<Token.Part> scan(char opening, char closing, boolean interpolates, Escape escape) {
    int depth = 0;
    while (true) {
      if (source.atEnd()) {
        throw source.invalid("a string or regular expression is not closed");
      }
      char c = source.next();
      if (c == closing && depth == 0) {
        flush();
        return List.copyOf(parts);
      }
      if (c == '\\') {
        escape.read(opening, closing);
      } else if (interpolates && c == '#' && source.peek() == '{') {
        source.next();
        flush();
        parts.add(new Token.Part("", Lexer.readEmbedded(source, variables)));
      } else {
        depth += c == opening ? 1 : c == closing ? -1 : 0;
        text.append(c);
      }
    }
  }

  private void flush() {
    if (text.length() > 0) {
      parts.add(new Token.Part(text.toString(), List.of()));
      text.setLength(0);
    }
  }

  private void plainEscape(char opening, char closing) {
    char c = source.next();
    if (c != '\\' && c != closing && c != opening) {
      text.append('\\');
    }
    text.append(c);
  }

  private void regexpEscape(char opening, char closing) {
    char c = source.next();
    if (c != '/') {
      text.append('\\');
    }
    text.append(c);
  }

  private void escape(char opening, char closing) {
    int start = source.position();
    char c = source.next();
    switch (c) {
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 's' -> text.append(' ');
      case 'r' -> text.append('\r');
      case 'e' -> text.append('\u001b');
      case 'a' -> text.append('\u0007');
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'v' -> text.append('\u000b');
      case '\n' -> {}
      case 'u' -> unicode();
      case 'x' -> numeric(start, 16, 2);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        source.skip(-1);
        numeric(start, 8, 3);
      }
      case 'c', 'C', 'M' -> throw new UnsupportedRubyException("the escape \\" + c, start);
      default -> text.append(c);
    }
  }

  private void unicode() {
    if (source.peek() != '{') {
      text.appendCodePoint(digits(16, 4, 4));
      return;
    }
    source.next();
    while (source.peek() != '}') {
      text.appendCodePoint(digits(16, 1, 6));
      while (source.peek() == ' ') {
        source.next();
      }
    }
    source.next();
  }

  private void numeric(int start, int radix, int most) {
    int value = digits(radix, 1, most);
    if (value > 0x7f) {
      throw new UnsupportedRubyException("an escape for a byte above 0x7f", start);
    }
    text.append((char) value);
  }

  private int digits(int radix, int least, int most) {
    int start = source.position();
    int value = 0;
    while (source.position() - start < most && Character.digit(source.peek(), radix) >= 0) {
      value = value * radix + Character.digit(source.next(), radix);
    }
    if (source.position() - start < least || value > Character.MAX_CODE_POINT) {
      throw new InvalidRubyException("invalid escape", start);
    }
    return value;
  }
}
