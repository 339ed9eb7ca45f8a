package io.millrace.expr;

/** A position in a source text, and the small questions the lexer asks there. */
final class SourceText {

  private final String text;
  private int position;

  SourceText(String text, int position) {
    this.text = text;
    this.position = position;
  }

  static boolean isNameStart(char c) {
    return Character.isLetter(c) || c == '_';
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position >= text.length();
  }

  /** The next character; NUL at the end. */
  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    int at = position + ahead;
    return at < text.length() ? text.charAt(at) : '\0';
  }

  char next() {
    if (atEnd()) {
      throw invalid("unexpected end of the expression");
    }
    return text.charAt(position++);
  }

  void skip(int characters) {
    position += characters;
  }

  boolean startsWith(String word) {
    return text.startsWith(word, position);
  }

  String since(int start) {
    return text.substring(start, position);
  }

  void skipLine() {
    while (!atEnd() && peek() != '\n') {
      position++;
    }
  }

  void skipName() {
    while (isNameStart(peek()) || Character.isDigit(peek())) {
      position++;
    }
  }

  /** Skips a number; true if it has a fraction or an exponent. */
  boolean skipNumber() {
    if (peek() == '0' && "xXbBoO".indexOf(peek(1)) >= 0) {
      position += 2;
      while (Character.digit(peek(), 16) >= 0 || peek() == '_') {
        position++;
      }
      return false;
    }
    skipDigits();
    boolean isFloat = false;
    if (peek() == '.' && Character.isDigit(peek(1))) {
      position++;
      skipDigits();
      isFloat = true;
    }
    int sign = peek(1) == '-' || peek(1) == '+' ? 2 : 1;
    if ((peek() == 'e' || peek() == 'E') && Character.isDigit(peek(sign))) {
      position += sign;
      skipDigits();
      isFloat = true;
    }
    return isFloat;
  }

  private void skipDigits() {
    while (Character.isDigit(peek()) || peek() == '_') {
      position++;
    }
  }

  /** True if what follows is {@code =} but no comparison: the name before it is a variable. */
  boolean isAssignment() {
    int at = position;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    if (text.startsWith("||=", at) || text.startsWith("&&=", at)) {
      return true;
    }
    if (at + 1 < text.length() && "+-*/".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length()
        && text.charAt(at) == '='
        && (at + 1 == text.length() || "=~>".indexOf(text.charAt(at + 1)) < 0);
  }

  /** True for {@code ?x}: a question mark, one character, and no more of a word. */
  boolean isCharacterLiteral() {
    char c = peek(1);
    return c > ' ' && c != '\\' && !isNameStart(peek(2)) && !Character.isDigit(peek(2));
  }

  /** True if the next line that is not blank starts with {@code .method} or {@code &.method}. */
  boolean continuesWithCall() {
    int at = position;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.startsWith("&.", at) || text.startsWith(".", at) && !text.startsWith("..", at);
  }

  InvalidRubyException invalid(String message) {
    return new InvalidRubyException(message, position);
  }
}
