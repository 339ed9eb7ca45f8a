package io.millrace.expr;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compiles Ruby expressions. Immutable and safe for use by several threads.
 *
 * <p>An expression is refused when it is compiled if it is no Ruby ({@link InvalidRubyException})
 * or if it uses something this engine lacks and no {@link ExpressionTier} is installed ({@link
 * UnsupportedRubyException}, which names it). A name that Ruby does not know either compiles, and
 * fails when evaluated, as in Ruby.
 */
public final class ExpressionCompiler {

  private final ScriptHost host;
  private final SecondTier second;

  /** Compiles expressions that see this machine; what it cannot, the installed second tier does. */
  public ExpressionCompiler(ScriptHost host) {
    this(host, InstalledTier::get);
  }

  private ExpressionCompiler(ScriptHost host, Supplier<Optional<ExpressionTier>> installed) {
    this.host = host;
    this.second = new SecondTier(installed, host);
  }

  /** A compiler that refuses what is outside the subset, whatever is installed. */
  public static ExpressionCompiler withoutSecondTier(ScriptHost host) {
    return new ExpressionCompiler(host, Optional::empty);
  }

  /** A compiler that hands what is outside the subset to {@code tier}. */
  public static ExpressionCompiler withSecondTier(ScriptHost host, ExpressionTier tier) {
    return new ExpressionCompiler(host, () -> Optional.of(tier));
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
   * @param variables the names it may use; {@link Scope#value} is asked by their position. A name
   *     with {@code ()} behind it is a function: its value is asked for only when the code calls it
   * @throws InvalidRubyException if it cannot be compiled
   */
  public Expression compile(String source, List<String> variables) {
    try {
      List<String> names = names(variables);
      return demotable(compile(Lexer.read(source, names), names), source, variables);
    } catch (InvalidRubyException e) {
      return second.compile(source, variables, e);
    }
  }

  private Expression demotable(Expression first, String source, List<String> variables) {
    return new DemotableExpression(
        first, source, refusal -> second.compile(source, variables, refusal));
  }

  private static List<String> names(List<String> variables) {
    return variables.stream().map(name -> name.replace("()", "")).toList();
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
    List<String> names = names(variables);
    try {
      SourceText source = new SourceText(text, start);
      List<Token> tokens = Lexer.readEmbedded(source, new HashSet<>(names));
      Expression first = compile(tokens, names);
      String code = text.substring(start, source.position() - 1);
      return new Embedded(demotable(first, code, variables), source.position());
    } catch (InvalidRubyException e) {
      return second.compileEmbedded(text, start, variables, e);
    }
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
