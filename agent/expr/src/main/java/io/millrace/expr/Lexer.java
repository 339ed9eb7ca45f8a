package io.millrace.expr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Splits Ruby source into words. Whether {@code /}, {@code %}, {@code ?} or {@code :} starts a
 * literal or is an operator depends on what stands before it, and on which names are variables; so
 * the lexer notes the variables it has seen, as Ruby's own does.
 *
 * <p>It can also stop at the <code>}</code> that closes embedded code.
 */
final class Lexer {

  private static final Set<String> KEYWORDS =
      Set.of(
          "if",
          "unless",
          "elsif",
          "else",
          "end",
          "case",
          "when",
          "then",
          "while",
          "until",
          "begin",
          "rescue",
          "ensure",
          "and",
          "or",
          "not",
          "nil",
          "true",
          "false",
          "self",
          "do",
          "in",
          "return",
          "next",
          "break",
          "redo",
          "retry",
          "def",
          "class",
          "module",
          "yield",
          "super",
          "defined?",
          "for",
          "alias",
          "undef",
          "lambda",
          "proc");

  /** Keywords that are values, after which an operator (not a literal) follows. */
  private static final Set<String> VALUE_KEYWORDS = Set.of("end", "nil", "true", "false", "self");

  /** Longest first, so that the first that fits is right. */
  private static final List<String> OPERATORS =
      List.of(
          "**=", "<=>", "===", "...", "<<=", ">>=", "&&=", "||=", "**", "==", "!=", ">=", "<=",
          "&&", "||", "=~", "!~", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "..",
          "::", "->", "=>", "&.", "+", "-", "*", "/", "%", "=", "<", ">", "!", "&", "|", "^", "~",
          "?", ":", ",", ".", "(", ")", "[", "]", "{", "}");

  private static final List<String> SYMBOL_OPERATORS =
      List.of(
          "**", "<=>", "===", "==", "!=", "=~", "!~", "<<", ">>", "<=", ">=", "[]=", "[]", "+", "-",
          "*", "/", "%", "<", ">", "&", "|", "^");

  private final SourceText source;
  private final Set<String> variables;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Character> open = new ArrayDeque<>();
  private final boolean embedded;
  private boolean spaceBefore;

  private Lexer(SourceText source, Set<String> variables, boolean embedded) {
    this.source = source;
    this.variables = variables;
    this.embedded = embedded;
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
      if (embedded && open.isEmpty() && source.peek() == '}') {
        source.next();
        return finish();
      }
      next();
      spaceBefore = false;
    }
  }

  private List<Token> finish() {
    add(Token.Type.END, "", source.position());
    return List.copyOf(tokens);
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
    return !valueExpected() && !source.continuesWithCall();
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
    if (plain && source.peek() == ':' && source.peek(1) != ':' && labelAllowed()) {
      source.next();
      add(Token.Type.LABEL, parts.isEmpty() ? "" : parts.get(0).text(), start);
    } else {
      add(Token.Type.STRING, "", parts, start);
    }
  }

  private void name(int start) {
    source.skipName();
    boolean method = !tokens.isEmpty() && isDot(last());
    if ((source.peek() == '?' || source.peek() == '!')
        && (source.peek(1) != '=' || source.peek(2) == '=')
        && !(source.peek() == '?' && variables.contains(source.since(start)) && !method)) {
      source.next();
    }
    String word = source.since(start);
    if (source.peek() == ':' && source.peek(1) != ':' && labelAllowed() && !method) {
      source.next();
      add(Token.Type.LABEL, word, start);
    } else if (KEYWORDS.contains(word) && !method) {
      add(Token.Type.KEYWORD, word, start);
    } else if (Character.isUpperCase(word.charAt(0))) {
      add(Token.Type.CONSTANT, word, start);
    } else {
      if (!method && (source.isAssignment() || inBlockParameters())) {
        variables.add(word);
      }
      add(Token.Type.IDENTIFIER, word, start);
    }
  }

  private boolean inBlockParameters() {
    int at = tokens.size() - 1;
    while (at > 0
        && (tokens.get(at).type() == Token.Type.IDENTIFIER || tokens.get(at).isOperator(","))) {
      at--;
    }
    return at > 0
        && tokens.get(at).isOperator("|")
        && (tokens.get(at - 1).isOperator("{") || tokens.get(at - 1).isKeyword("do"));
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
    if (!valueExpected() && !argumentExpected()) {
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
    if (valueExpected() && operatorName().isPresent()) {
      return true;
    }
    return (SourceText.isNameStart(next) || next == '"')
        && (valueExpected() || argumentExpected() || spaceBefore && !last().isOperator("?"))
        && !(closesTernary() && !valueExpected());
  }

  /** The operator behind a colon, as in {@code inject(:+)}. */
  private Optional<String> operatorName() {
    return SYMBOL_OPERATORS.stream()
        .filter(operator -> source.startsWith(":" + operator))
        .findFirst();
  }

  /** True if a question mark waits for its colon, so that a colon here is an operator. */
  private boolean closesTernary() {
    int waiting = 0;
    for (Token token : tokens) {
      if (token.isOperator("?")) {
        waiting++;
      } else if (token.isOperator(":")) {
        waiting--;
      }
    }
    return waiting > 0;
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
    for (String operator : OPERATORS) {
      if (source.startsWith(operator)) {
        source.skip(operator.length());
        track(operator, start);
        add(Token.Type.OPERATOR, operator, start);
        return;
      }
    }
    throw source.invalid("unexpected character '" + source.peek() + "'");
  }

  private void track(String operator, int start) {
    switch (operator) {
      case "(", "[", "{" -> open.push(operator.charAt(0));
      case ")", "]", "}" -> {
        char wanted = operator.equals(")") ? '(' : operator.equals("]") ? '[' : '{';
        if (open.isEmpty() || open.pop() != wanted) {
          throw new InvalidRubyException("unexpected '" + operator + "'", start);
        }
      }
      default -> {}
    }
  }

  private StringLexer strings() {
    return new StringLexer(source, variables);
  }

  private Token last() {
    return tokens.get(tokens.size() - 1);
  }

  private static boolean isDot(Token token) {
    return token.isOperator(".") || token.isOperator("&.");
  }

  /** True where a value must start: at the beginning, after an operator, after most keywords. */
  private boolean valueExpected() {
    if (tokens.isEmpty()) {
      return true;
    }
    Token last = last();
    return switch (last.type()) {
      case OPERATOR -> !")]}".contains(last.text());
      case KEYWORD -> !VALUE_KEYWORDS.contains(last.text());
      case NEWLINE, LABEL -> true;
      default -> false;
    };
  }

  /** True where a method's argument without parentheses may start: {@code split /,/}. */
  private boolean argumentExpected() {
    if (tokens.isEmpty() || last().type() != Token.Type.IDENTIFIER || !spaceBefore) {
      return false;
    }
    boolean method = tokens.size() > 1 && isDot(tokens.get(tokens.size() - 2));
    char after = source.peek(1);
    return (method || !variables.contains(last().text())) && after != ' ' && after != '=';
  }

  private boolean labelAllowed() {
    if (tokens.isEmpty()) {
      return false;
    }
    Token last = last();
    return last.isOperator("{")
        || last.isOperator(",")
        || last.isOperator("(")
        || last.type() == Token.Type.IDENTIFIER && spaceBefore && !variables.contains(last.text());
  }

  private void add(Token.Type type, String text, int start) {
    add(type, text, List.of(), start);
  }

  private void add(Token.Type type, String text, List<Token.Part> parts, int start) {
    char following = source.peek();
    boolean spaceAfter = following == ' ' || following == '\t' || following == '\n';
    tokens.add(new Token(type, text, parts, spaceBefore, spaceAfter, start));
  }
}
