package io.millrace.expr;

import java.util.List;

/** A position in a list of tokens. */
final class TokenStream {

  private final List<Token> tokens;
  private int position;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(position);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(position + ahead, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    if (token.type() != Token.Type.END) {
      position++;
    }
    return token;
  }

  boolean atOperator(String operator) {
    return peek().isOperator(operator);
  }

  boolean atKeyword(String keyword) {
    return peek().isKeyword(keyword);
  }

  boolean acceptOperator(String operator) {
    boolean found = atOperator(operator);
    position += found ? 1 : 0;
    return found;
  }

  boolean acceptKeyword(String keyword) {
    boolean found = atKeyword(keyword);
    position += found ? 1 : 0;
    return found;
  }

  Token expectOperator(String operator) {
    if (!atOperator(operator)) {
      throw unexpected("'" + operator + "'");
    }
    return next();
  }

  Token expectKeyword(String keyword) {
    if (!atKeyword(keyword)) {
      throw unexpected("`" + keyword + "'");
    }
    return next();
  }

  Token expect(Token.Type type, String what) {
    if (peek().type() != type) {
      throw unexpected(what);
    }
    return next();
  }

  /** Whether nothing follows that could be the value of a {@code next}. */
  boolean atEndOfCommand() {
    Token token = peek();
    return switch (token.type()) {
      case END, NEWLINE -> true;
      case OPERATOR -> token.text().equals("}") || token.text().equals(")");
      case KEYWORD ->
          switch (token.text()) {
            case "if", "unless", "end", "else", "elsif", "when", "rescue", "and", "or" -> true;
            default -> false;
          };
      default -> false;
    };
  }

  void skipNewlines() {
    while (peek().type() == Token.Type.NEWLINE) {
      position++;
    }
  }

  InvalidRubyException unexpected(String expected) {
    Token token = peek();
    String found =
        switch (token.type()) {
          case END -> "the end";
          case STRING -> "a string";
          case REGEXP -> "a regular expression";
          case NEWLINE -> "the end of a statement";
          default -> "'" + token.text() + "'";
        };
    return new InvalidRubyException("expected " + expected + ", found " + found, token.position());
  }
}
