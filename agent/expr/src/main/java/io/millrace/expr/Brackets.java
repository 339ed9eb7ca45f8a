package io.millrace.expr;

import java.util.ArrayDeque;
import java.util.Deque;

/** The brackets that are open where a {@link Lexer} reads. */
final class Brackets {

  private final Deque<Character> open = new ArrayDeque<>();

  boolean isNone() {
    return open.isEmpty();
  }

  /**
   * Takes note of an operator, which may be a bracket.
   *
   * @throws InvalidRubyException if it closes what is not open
   */
  void track(String operator, int position) {
    switch (operator) {
      case "(", "[", "{" -> open.push(operator.charAt(0));
      case ")", "]", "}" -> {
        char wanted = operator.equals(")") ? '(' : operator.equals("]") ? '[' : '{';
        if (open.isEmpty() || open.pop() != wanted) {
          throw new InvalidRubyException("unexpected '" + operator + "'", position);
        }
      }
      default -> {}
    }
  }
}
