package io.millrace.expr;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Splits Ruby source into words. Whether {@code /}, {@code %}, {@code ?} or {@code :} starts a
 * literal or is an operator depends on what stands {@linkplain Preceding before} it, and on which
 * names are variables; so the lexer notes the variables it has seen, as Ruby's own does.
 *
 * <p>It can also stop at the <code>}</code> that closes embedded code.
 */
final class Lexer {

  private final SourceText source;
  private final Set<String> variables;
  private final Preceding before;
  private final Brackets open = new Brackets();
  private final boolean embedded;
  private boolean spaceBefore;

  private Lexer(SourceText source, Set<String> variables, boolean embedded) {
    this.source = source;
    this.variables = variables;
    this.embedded = embedded;
    this.before = new Preceding(variables);
  }

  /** Reads a whole text. */
  static List<Token> read(String text, Collection<String> variables) {
    Lexer lexer = new Lexer(new SourceText(text, 0), new HashSet<>(variables), false);
    return lexer.run();
  }

  /** Reads code up to the brace that closes it; the source then stands behind that brace. */
  static List<Token> readEmbedded(SourceText source, Set<String> variables) {
    return new Lexer(source, variables, true).run();
  }

  private List<Token> run() {
    while (true) {
      skipSpace();
      if (source.atEnd()) {
        if (embedded) {
          throw source.invalid("embedded code has no closing brace");
        }
        return finish();
      }
      if (embedded && open.isNone() && source.peek() == '}') {
        source.next();
        return finish();
      }
      next();
      spaceBefore = false;
    }
  }

  private List<Token> finish() {
    add(Token.Type.END, "", source.position());
    return before.tokens();
  }

  private void skipSpace() {
    while (!source.atEnd()) {
      char c = source.peek();
      if (c == '#') {
        source.skipLine();
      } else if (c == ' ' || c == '\t' || c == '\r') {
        source.next();
      } else if (c == '\\' && source.peek(1) == '\n') {
        source.skip(2);
      } else if (c == '\n' && !newlineCounts()) {
        source.next();
      } else {
        return;
      }
      spaceBefore = true;
    }
  }

  /** A line break ends an expression, except after an operator and before a {@code .method}. */
  private boolean newlineCounts() {
    return !before.expectsValue() && !source.continuesWithCall();
  }

  private void next() {
    int start = source.position();
    char c = source.peek();
    if (c == '\n' || c == ';') {
      source.next();
      add(Token.Type.NEWLINE, ";", start);
    } else if (Character.isDigit(c)) {
      number(start);
    } else if (c == '"' || c == '\'' || c == '`') {
      quoted(start);
    } else if (SourceText.isNameStart(c)) {
      name(start);
    } else if (c == '@' || c == '$') {
      sigil(start);
    } else if (!literal(start)) {
      operator(start);
    }
  }

  private void number(int start) {
    boolean isFloat = source.skipNumber();
    if (source.peek() == 'r' || source.peek() == 'i') {
      throw new UnsupportedRubyException("a rational or imaginary number", start);
    }
    add(
        isFloat ? Token.Type.FLOAT : Token.Type.INTEGER,
        source.since(start).replace("_", ""),
        start);
  }

  private void quoted(int start) {
    char quote = source.next();
    if (quote == '`') {
      throw new UnsupportedRubyException("running a command with `...`", start);
    }
    boolean interpolates = quote == '"';
    List<Token.Part> parts = strings().read('\0', quote, interpolates);
    boolean plain = parts.size() <= 1 && parts.stream().allMatch(Token.Part::isText);
    if (plain && source.peek() == ':' && source.peek(1) != ':' && before.allowsLabel(spaceBefore)) {
      source.next();
      add(Token.Type.LABEL, parts.isEmpty() ? "" : parts.get(0).text(), start);
    } else {
      add(Token.Type.STRING, "", parts, start);
    }
  }

  private void name(int start) {
    source.skipName();
    boolean method = before.endsWithDot();
    if ((source.peek() == '?' || source.peek() == '!')
        && (source.peek(1) != '=' || source.peek(2) == '=')
        && !(source.peek() == '?' && variables.contains(source.since(start)) && !method)) {
      source.next();
    }
    String word = source.since(start);
    if (source.peek() == ':'
        && source.peek(1) != ':'
        && before.allowsLabel(spaceBefore)
        && !method) {
      source.next();
      add(Token.Type.LABEL, word, start);
    } else if (Vocabulary.KEYWORDS.contains(word) && !method) {
      add(Token.Type.KEYWORD, word, start);
    } else if (Character.isUpperCase(word.charAt(0))) {
      add(Token.Type.CONSTANT, word, start);
    } else {
      if (!method && (source.isAssignment() || before.isInBlockParameters())) {
        variables.add(word);
      }
      add(Token.Type.IDENTIFIER, word, start);
    }
  }

  private void sigil(int start) {
    char sigil = source.next();
    if (sigil == '$' && (Character.isDigit(source.peek()) || source.peek() == '~')) {
      source.next();
    } else if (SourceText.isNameStart(source.peek())) {
      source.skipName();
    } else {
      throw new UnsupportedRubyException("the variable " + sigil + source.peek(), start);
    }
    add(
        sigil == '$' ? Token.Type.GLOBAL_VARIABLE : Token.Type.INSTANCE_VARIABLE,
        source.since(start),
        start);
  }

  /** Reads a literal that starts with a character which can be an operator too. */
  private boolean literal(int start) {
    char c = source.peek();
    if (c == ':' && source.peek(1) != ':' && symbolFollows()) {
      symbol(start);
      return true;
    }
    if (!before.expectsValue() && !before.expectsArgument(spaceBefore, source.peek(1))) {
      return false;
    }
    if (c == '/') {
      source.next();
      regexp(start, '\0', '/');
      return true;
    }
    if (c == '%' && PercentLiteral.startsAt(source)) {
      percent(start);
      return true;
    }
    if (c == '?' && source.isCharacterLiteral()) {
      source.next();
      add(
          Token.Type.STRING,
          "",
          List.of(new Token.Part(String.valueOf(source.next()), List.of())),
          start);
      return true;
    }
    return false;
  }

  private boolean symbolFollows() {
    char next = source.peek(1);
    if (before.expectsValue() && operatorName().isPresent()) {
      return true;
    }
    return (SourceText.isNameStart(next) || next == '"')
        && (before.expectsValue()
            || before.expectsArgument(spaceBefore, source.peek(1))
            || spaceBefore && !before.last().isOperator("?"))
        && !(before.hasOpenTernary() && !before.expectsValue());
  }

  /** The operator behind a colon, as in {@code inject(:+)}. */
  private Optional<String> operatorName() {
    return Vocabulary.SYMBOL_OPERATORS.stream()
        .filter(operator -> source.startsWith(":" + operator))
        .findFirst();
  }

  private void symbol(int start) {
    source.next();
    if (source.peek() == '"') {
      source.next();
      List<Token.Part> parts = strings().read('\0', '"', true);
      if (parts.size() > 1 || !parts.stream().allMatch(Token.Part::isText)) {
        throw new UnsupportedRubyException("a symbol with embedded code", start);
      }
      add(Token.Type.SYMBOL, parts.isEmpty() ? "" : parts.get(0).text(), start);
      return;
    }
    source.skip(-1);
    Optional<String> operator = operatorName();
    source.skip(1 + operator.map(String::length).orElse(0));
    if (operator.isEmpty()) {
      source.skipName();
      source.skip(source.peek() == '?' || source.peek() == '!' ? 1 : 0);
    }
    add(Token.Type.SYMBOL, source.since(start).substring(1), start);
  }

  private void regexp(int start, char opening, char closing) {
    List<Token.Part> parts = strings().readRegexp(opening, closing);
    int flags = source.position();
    while (Character.isLetter(source.peek())) {
      source.next();
    }
    add(Token.Type.REGEXP, source.since(flags), parts, start);
  }

  private void percent(int start) {
    PercentLiteral literal = PercentLiteral.read(source);
    char opening = literal.nests() ? literal.opening() : '\0';
    switch (literal.kind()) {
      case 'q' ->
          add(Token.Type.STRING, "", strings().read(opening, literal.closing(), false), start);
      case 'Q' ->
          add(Token.Type.STRING, "", strings().read(opening, literal.closing(), true), start);
      case 'r' -> regexp(start, opening, literal.closing());
      case 'w', 'i' -> {
        List<Token.Part> parts = strings().read(opening, literal.closing(), false);
        String words = parts.isEmpty() ? "" : parts.get(0).text();
        add(literal.kind() == 'w' ? Token.Type.WORDS : Token.Type.SYMBOLS, words, start);
      }
      default -> throw new UnsupportedRubyException("the literal %" + literal.kind(), start);
    }
  }

  private void operator(int start) {
    for (String operator : Vocabulary.OPERATORS) {
      if (source.startsWith(operator)) {
        source.skip(operator.length());
        open.track(operator, start);
        add(Token.Type.OPERATOR, operator, start);
        return;
      }
    }
    throw source.invalid("unexpected character '" + source.peek() + "'");
  }

  private StringLexer strings() {
    return new StringLexer(source, variables);
  }

  private void add(Token.Type type, String text, int start) {
    add(type, text, List.of(), start);
  }

  private void add(Token.Type type, String text, List<Token.Part> parts, int start) {
    char following = source.peek();
    boolean spaceAfter = following == ' ' || following == '\t' || following == '\n';
    before.add(new Token(type, text, parts, spaceBefore, spaceAfter, start));
  }
}
