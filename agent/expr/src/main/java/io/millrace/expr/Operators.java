package io.millrace.expr;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binary operators: their precedence, and their nodes with short cuts for plain numbers. */
final class Operators {

  /** A higher number binds tighter. */
  private static final Map<String, Integer> PRECEDENCE =
      Map.ofEntries(
          Map.entry("||", 1),
          Map.entry("&&", 2),
          Map.entry("<=>", 3),
          Map.entry("==", 3),
          Map.entry("===", 3),
          Map.entry("!=", 3),
          Map.entry("=~", 3),
          Map.entry("!~", 3),
          Map.entry("<", 4),
          Map.entry("<=", 4),
          Map.entry(">", 4),
          Map.entry(">=", 4),
          Map.entry("|", 5),
          Map.entry("^", 5),
          Map.entry("&", 6),
          Map.entry("<<", 7),
          Map.entry(">>", 7),
          Map.entry("+", 8),
          Map.entry("-", 8),
          Map.entry("*", 9),
          Map.entry("/", 9),
          Map.entry("%", 9));

  private static final Set<String> ASSIGNMENTS =
      Set.of("+=", "-=", "*=", "/=", "%=", "**=", "||=", "&&=", "|=", "&=", "^=", "<<=", ">>=");

  private Operators() {}

  /** The precedence of a binary operator; 0 if the token is none. */
  static int precedence(Token token) {
    return token.type() == Token.Type.OPERATOR ? PRECEDENCE.getOrDefault(token.text(), 0) : 0;
  }

  /** True for {@code +=} and its kind. */
  static boolean isAssignment(Token token) {
    return token.type() == Token.Type.OPERATOR && ASSIGNMENTS.contains(token.text());
  }

  static Node binary(String operator, Node left, Node right, int position) {
    return switch (operator) {
      case "&&" -> frame -> and(left.eval(frame), right, frame);
      case "||" -> frame -> or(left.eval(frame), right, frame);
      case "==" -> frame -> Values.equal(left.eval(frame), right.eval(frame));
      case "!=" -> frame -> !Values.equal(left.eval(frame), right.eval(frame));
      case "+" -> plus(left, right, Dispatch.of(operator, position));
      case "-" -> minus(left, right, Dispatch.of(operator, position));
      default -> call(left, right, Dispatch.of(operator, position));
    };
  }

  private static @Nullable Object and(@Nullable Object left, Node right, Frame frame) {
    return Values.truthy(left) ? right.eval(frame) : left;
  }

  private static @Nullable Object or(@Nullable Object left, Node right, Frame frame) {
    return Values.truthy(left) ? left : right.eval(frame);
  }

  private static Node call(Node left, Node right, Dispatch dispatch) {
    return frame -> call(dispatch, left.eval(frame), right.eval(frame), frame);
  }

  private static @Nullable Object call(
      Dispatch dispatch, @Nullable Object left, @Nullable Object right, Frame frame) {
    return dispatch.call(left, new Args(frame, new Object[] {right}, null));
  }

  private static Node plus(Node left, Node right, Dispatch dispatch) {
    return frame -> {
      Object a = left.eval(frame);
      Object b = right.eval(frame);
      return a instanceof Long && b instanceof Long
          ? Numbers.add(a, b)
          : call(dispatch, a, b, frame);
    };
  }

  private static Node minus(Node left, Node right, Dispatch dispatch) {
    return frame -> {
      Object a = left.eval(frame);
      Object b = right.eval(frame);
      return a instanceof Long && b instanceof Long
          ? Numbers.subtract(a, b)
          : call(dispatch, a, b, frame);
    };
  }
}
