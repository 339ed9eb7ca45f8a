package io.millrace.plugins.elasticsearch;

import io.millrace.expr.Expression;
import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.ExpressionException;
import io.millrace.expr.InvalidRubyException;
import io.millrace.expr.RubyText;
import io.millrace.expr.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with Ruby expressions in <code>${...}</code>. As in Fluentd an expression has to give a
 * String; unlike there, what it gives is not looked at for expressions again, so that no record can
 * bring its own. Immutable and safe for use by several threads.
 *
 * <p>Source: fluent-plugin-elasticsearch, {@code expand_param}.
 */
final class DynamicText {
  private static final String OPENING = "${";

  /**
   * A piece of the text.
   *
   * @param text the literal text, or the code
   * @param expression absent in literal text
   */
  private record Piece(String text, @Nullable Expression expression) {}

  private final String parameter;
  private final List<Piece> pieces;

  private DynamicText(String parameter, List<Piece> pieces) {
    this.parameter = parameter;
    this.pieces = List.copyOf(pieces);
  }

  /** Whether {@code text} has expressions. */
  static boolean isOne(String text) {
    return text.contains(OPENING);
  }

  /**
   * Compiles the expressions of {@code text}.
   *
   * @param variables what they may use
   * @throws IllegalArgumentException if one cannot be compiled
   */
  static DynamicText compile(
      String parameter, String text, ExpressionCompiler compiler, List<String> variables) {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    for (int open = text.indexOf(OPENING); open >= 0; open = text.indexOf(OPENING, at)) {
      int code = open + OPENING.length();
      ExpressionCompiler.Embedded found;
      try {
        found = compiler.compileEmbedded(text, code, variables);
      } catch (InvalidRubyException e) {
        throw new IllegalArgumentException(
            "%s %s: cannot compile the expression: %s (at character %d); write it with what Ruby expressions have here"
                .formatted(parameter, text, e.getMessage(), e.position()),
            e);
      }
      pieces.add(new Piece(text.substring(at, open), null));
      pieces.add(new Piece(text.substring(code, found.end() - 1), found.expression()));
      at = found.end();
    }
    pieces.add(new Piece(text.substring(at), null));
    return new DynamicText(parameter, pieces);
  }

  /** The code of the expressions, with line breaks between. */
  String code() {
    StringBuilder code = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece.expression != null) {
        code.append(piece.text).append('\n');
      }
    }
    return code.toString();
  }

  /**
   * The text with its expressions replaced by what they give.
   *
   * @throws RejectedEventException if one fails, or gives no String
   */
  String fill(Scope scope) {
    StringBuilder filled = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece.expression == null) {
        filled.append(piece.text);
      } else {
        filled.append(evaluate(piece.text, piece.expression, scope));
      }
    }
    return filled.toString();
  }

  private String evaluate(String code, Expression expression, Scope scope) {
    Object value;
    try {
      value = expression.evaluate(scope);
    } catch (ExpressionException e) {
      throw new RejectedEventException(
          "%s: the expression ${%s} fails for this event: %s (%s)"
              .formatted(parameter, code, e.errorMessage(), e.errorClass()));
    }
    if (value instanceof String text) {
      return text;
    }
    throw new RejectedEventException(
        "%s: the expression ${%s} gives %s for this event, but a String is needed; .to_s makes one"
            .formatted(parameter, code, RubyText.inspect(value)));
  }
}
