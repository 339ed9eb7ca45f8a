package io.millrace.expr;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A compiled expression that leaves the first tier when an event shows that it must. Which method a
 * name means depends on the receiver's class, so that a method which Ruby has and this engine lacks
 * may become known during an evaluation only. From then on the second tier evaluates.
 *
 * <p>The evaluation that failed is repeated there, unless the code may have changed something
 * before it failed; then it fails, as everything fails if no second tier is installed.
 */
final class DemotableExpression implements Expression {

  private static final Pattern MAY_MUTATE =
      Pattern.compile(
          "\\w!|<<|\\]\\s*\\S{0,2}=(?![=~])|delete|store|update|replace|clear|push|pop|shift|append"
              + "|prepend|concat|send");

  private final Expression first;
  private final boolean mayMutate;
  private final Function<InvalidRubyException, Expression> compiler;
  private final AtomicReference<@Nullable Expression> second = new AtomicReference<>();

  /**
   * Starts on the first tier.
   *
   * @param first what evaluates it at first
   * @param source its text
   * @param compiler compiles it on the second tier, or throws what it is given if there is none
   */
  DemotableExpression(
      Expression first, String source, Function<InvalidRubyException, Expression> compiler) {
    this.first = first;
    this.mayMutate = MAY_MUTATE.matcher(source).find();
    this.compiler = compiler;
  }

  @Override
  public @Nullable Object evaluate(Scope scope) {
    Expression demoted = second.get();
    if (demoted != null) {
      return demoted.evaluate(scope);
    }
    try {
      return first.evaluate(scope);
    } catch (ExpressionException e) {
      if (!e.isUnsupported()) {
        throw e;
      }
      demoted = demote(e);
      if (mayMutate) {
        throw e;
      }
      return demoted.evaluate(scope);
    }
  }

  private Expression demote(ExpressionException cause) {
    try {
      Expression compiled = compiler.apply(new InvalidRubyException(cause.errorMessage(), 0));
      second.set(compiled);
      return compiled;
    } catch (InvalidRubyException e) {
      throw cause;
    }
  }

  @Override
  public String engine() {
    Expression demoted = second.get();
    return demoted == null ? first.engine() : demoted.engine();
  }
}
