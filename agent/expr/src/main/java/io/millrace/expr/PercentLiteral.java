package io.millrace.expr;

/**
 * The head of a literal such as {@code %w[} or {@code %q(}.
 *
 * @param kind the letter; {@code Q} if none is written
 * @param opening the delimiter
 * @param closing the delimiter that ends it
 */
record PercentLiteral(char kind, char opening, char closing) {

  /** True if the percent sign here starts a literal and is no operator. */
  static boolean startsAt(SourceText source) {
    char first = source.peek(1);
    char delimiter = Character.isLetter(first) ? source.peek(2) : first;
    return delimiter > ' '
        && delimiter != '='
        && !Character.isLetterOrDigit(delimiter)
        && (!Character.isLetter(first) || "wWiIqQrsx".indexOf(first) >= 0);
  }

  static PercentLiteral read(SourceText source) {
    source.next();
    char kind = Character.isLetter(source.peek()) ? source.next() : 'Q';
    char opening = source.next();
    char closing =
        switch (opening) {
          case '(' -> ')';
          case '[' -> ']';
          case '{' -> '}';
          case '<' -> '>';
          default -> opening;
        };
    return new PercentLiteral(kind, opening, closing);
  }

  /** True if the opening delimiter may stand inside, paired with its closing one. */
  boolean nests() {
    return opening != closing;
  }
}
