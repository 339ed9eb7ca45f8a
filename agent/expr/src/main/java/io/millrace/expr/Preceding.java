package io.millrace.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words that a {@link Lexer} has read, which say what the next character can begin. */
final class Preceding {

  private final List<Token> tokens = new ArrayList<>();
  private final Set<String> variables;

  /** Of no words yet; {@code variables} grows as the lexer finds more. */
  Preceding(Set<String> variables) {
    this.variables = variables;
  }

  void add(Token token) {
    tokens.add(token);
  }

  List<Token> tokens() {
    return List.copyOf(tokens);
  }

  Token last() {
    return tokens.get(tokens.size() - 1);
  }

  /** True where the name of a method must follow. */
  boolean endsWithDot() {
    return !tokens.isEmpty() && isDot(last());
  }

  private static boolean isDot(Token token) {
    return token.isOperator(".") || token.isOperator("&.");
  }

  /** True between the bars of a block: {@code { |a, b| … }}. */
  boolean isInBlockParameters() {
    int at = tokens.size() - 1;
    while (at > 0
        && (tokens.get(at).type() == Token.Type.IDENTIFIER || tokens.get(at).isOperator(","))) {
      at--;
    }
    return at > 0
        && tokens.get(at).isOperator("|")
        && (tokens.get(at - 1).isOperator("{") || tokens.get(at - 1).isKeyword("do"));
  }

  /** True if a question mark waits for its colon, so that a colon here is an operator. */
  boolean hasOpenTernary() {
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

  /** True where a value must start: at the beginning, after an operator, after most keywords. */
  boolean expectsValue() {
    if (tokens.isEmpty()) {
      return true;
    }
    Token last = last();
    return switch (last.type()) {
      case OPERATOR -> !")]}".contains(last.text());
      case KEYWORD -> !Vocabulary.VALUE_KEYWORDS.contains(last.text());
      case NEWLINE, LABEL -> true;
      default -> false;
    };
  }

  /**
   * True where a method's argument without parentheses may start: {@code split /,/}.
   *
   * @param space whether there is space behind the last word
   * @param after what follows the character in question
   */
  boolean expectsArgument(boolean space, char after) {
    if (tokens.isEmpty() || last().type() != Token.Type.IDENTIFIER || !space) {
      return false;
    }
    boolean method = tokens.size() > 1 && isDot(tokens.get(tokens.size() - 2));
    return (method || !variables.contains(last().text())) && after != ' ' && after != '=';
  }

  /**
   * True where a name and a colon are the key of a hash, or of a named argument.
   *
   * @param space whether there is space behind the last word
   */
  boolean allowsLabel(boolean space) {
    if (tokens.isEmpty()) {
      return false;
    }
    Token last = last();
    return last.isOperator("{")
        || last.isOperator(",")
        || last.isOperator("(")
        || last.type() == Token.Type.IDENTIFIER && space && !variables.contains(last.text());
  }
}
