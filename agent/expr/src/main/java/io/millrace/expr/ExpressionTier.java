package io.millrace.expr;

import java.util.List;

/**
 * A whole Ruby, for expressions that the compiled subset lacks: the second tier. Found with {@link
 * java.util.ServiceLoader}, on the class path or in the directory {@code ruby} beside the library
 * of this class, and asked for nothing until an expression needs it.
 *
 * <p>Implementations are safe for use by several threads, and so is what they compile. They promise
 * no time limit: an expression that never ends holds up the thread that evaluates it.
 */
public interface ExpressionTier {

  /** What it is, for the log: {@code JRuby 9.4.15.0}. May start it. */
  String name();

  /**
   * Compiles Ruby code. Maps and lists among its variables are changed in place by what the code
   * does to them.
   *
   * @param source one expression or several statements
   * @param variables the names it may use, as {@link ExpressionCompiler#compile} describes them
   * @param host the machine the code sees; the host of the first call counts for all
   * @throws InvalidRubyException if it is no Ruby
   */
  Expression compile(String source, List<String> variables, ScriptHost host);

  /** Whether {@code source} is Ruby: what {@link #compile} would accept. Evaluates nothing. */
  boolean isRuby(String source, List<String> variables, ScriptHost host);
}
