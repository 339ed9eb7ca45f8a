package io.millrace.plugins.ruby;

import io.millrace.expr.Expression;
import io.millrace.expr.ExpressionTier;
import io.millrace.expr.ScriptHost;
import java.util.List;

/**
 * JRuby as the second tier of expressions. One interpreter for the process, made when the first
 * expression is compiled. That takes seconds.
 *
 * <p>JRuby brings a regular expression engine of its own, of another version than ours under the
 * same names, so it lives in a class loader of its own; this class only passes calls on.
 */
public final class RubyTier implements ExpressionTier {

  private static final class Holder {
    static final ExpressionTier INTERPRETER = IsolatedLoader.interpreter();
  }

  /** Called by the service loader; starts nothing. */
  public RubyTier() {}

  @Override
  public String name() {
    return Holder.INTERPRETER.name();
  }

  @Override
  public Expression compile(String source, List<String> variables, ScriptHost host) {
    return Holder.INTERPRETER.compile(source, variables, host);
  }

  @Override
  public boolean isRuby(String source, List<String> variables, ScriptHost host) {
    return Holder.INTERPRETER.isRuby(source, variables, host);
  }
}
