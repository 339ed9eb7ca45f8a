package io.millrace.expr;

import java.util.HashSet;
import java.util.List;

/**
 * Compiles Ruby expressions. Immutable and safe for use by several threads.
 *
 * <p>An expression is refused when it is compiled if it is no Ruby ({@link InvalidRubyException})
 * or if it uses something this engine lacks ({@link UnsupportedRubyException}, which names it). A
 * name that Ruby does not know either compiles, and fails when evaluated, as in Ruby.
 */
public final class ExpressionCompiler {

  private final ScriptHost host;

  /** Compiles expressions that see this machine. */
  public ExpressionCompiler(ScriptHost host) {
    this.host = host;
  }

  /**
   * Embedded code found in a text.
   *
   * @param expression the code
   * @param end position behind the brace that closes it
   */
  public record Embedded(Expression expression, int end) {}

  /**
   * Compiles one expression, or several statements separated by semicolons.
   *
   * @param source the Ruby text
   * @param variables the names it may use; {@link Scope#value} is asked by their position
   * @throws InvalidRubyException if it cannot be compiled
   */
  public Expression compile(String source, List<String> variables) {
    return compile(Lexer.read(source, variables), variables);
  }

  /**
   * Compiles the code that starts at a position of a text and ends at the brace that closes it, as
   * in {@code "#{code}"}. Braces inside strings, hashes and blocks of the code are its own.
   *
   * @param text the text around the code
   * @param start position behind the opening brace
   * @param variables the names the code may use
   * @throws InvalidRubyException if no brace closes it or it cannot be compiled
   */
  public Embedded compileEmbedded(String text, int start, List<String> variables) {
    SourceText source = new SourceText(text, start);
    List<Token> tokens = Lexer.readEmbedded(source, new HashSet<>(variables));
    return new Embedded(compile(tokens, variables), source.position());
  }

  private static Node parse(List<Token> tokens, Locals locals) {
    try {
      return new RubyParser(tokens, locals).program();
    } catch (StackOverflowError e) {
      throw new InvalidRubyException("the expression is nested too deeply", 0);
    }
  }

  private Expression compile(List<Token> tokens, List<String> variables) {
    Locals locals = new Locals(List.copyOf(variables));
    Node program = parse(tokens, locals);
    int slots = locals.count();
    return scope -> {
      try {
        return program.eval(new Frame(scope, host, slots));
      } catch (StackOverflowError e) {
        throw new ExpressionException("SystemStackError", "stack level too deep");
      } catch (ArithmeticException e) {
        throw new ExpressionException("RangeError", "number out of range");
      }
    };
  }
}
