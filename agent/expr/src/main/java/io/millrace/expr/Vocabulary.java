package io.millrace.expr;

import java.util.List;
import java.util.Set;

/** The words and signs of Ruby that have a meaning of their own. */
final class Vocabulary {

  /** Words that are no names, and {@code lambda} and {@code proc}. */
  static final Set<String> KEYWORDS =
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
  static final Set<String> VALUE_KEYWORDS = Set.of("end", "nil", "true", "false", "self");

  /** Longest first, so that the first that fits is right. */
  static final List<String> OPERATORS =
      List.of(
          "**=", "<=>", "===", "...", "<<=", ">>=", "&&=", "||=", "**", "==", "!=", ">=", "<=",
          "&&", "||", "=~", "!~", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "..",
          "::", "->", "=>", "&.", "+", "-", "*", "/", "%", "=", "<", ">", "!", "&", "|", "^", "~",
          "?", ":", ",", ".", "(", ")", "[", "]", "{", "}");

  /** Operators that are names of methods, for symbols; longest first where one begins another. */
  static final List<String> SYMBOL_OPERATORS =
      List.of(
          "**", "<=>", "===", "==", "!=", "=~", "!~", "<<", ">>", "<=", ">=", "[]=", "[]", "+", "-",
          "*", "/", "%", "<", ">", "&", "|", "^");

  private Vocabulary() {}
}
