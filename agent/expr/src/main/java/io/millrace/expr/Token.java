package io.millrace.expr;

import java.util.List;

/**
 * One word of an expression.
 *
 * @param type what it is
 * @param text its text; for literals the value's text, for operators and keywords the word itself
 * @param parts for strings and regular expressions: the pieces of text and code; else empty
 * @param spaceBefore whether white space stands before it
 * @param spaceAfter whether white space follows it
 * @param position where it starts in the source
 */
record Token(
    Type type,
    String text,
    List<Part> parts,
    boolean spaceBefore,
    boolean spaceAfter,
    int position) {

  enum Type {
    INTEGER,
    FLOAT,
    STRING,
    SYMBOL,
    REGEXP,
    WORDS,
    SYMBOLS,
    IDENTIFIER,
    CONSTANT,
    INSTANCE_VARIABLE,
    GLOBAL_VARIABLE,
    LABEL,
    KEYWORD,
    OPERATOR,
    NEWLINE,
    END
  }

  /**
   * A piece of a string: either literal text, or the words of embedded code.
   *
   * @param text the literal text; empty for code
   * @param code the words of the code; empty for text
   */
  record Part(String text, List<Token> code) {

    boolean isText() {
      return code.isEmpty();
    }
  }

  boolean is(Type wanted, String word) {
    return type == wanted && text.equals(word);
  }

  boolean isOperator(String word) {
    return is(Token.Type.OPERATOR, word);
  }

  boolean isKeyword(String word) {
    return is(Token.Type.KEYWORD, word);
  }
}
