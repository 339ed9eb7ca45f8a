package io.millrace.expr;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands to a whole Ruby what the compiled subset refused, or says how to get one. */
final class SecondTier {

  private static final Logger LOG = LoggerFactory.getLogger(SecondTier.class);

  private final Supplier<Optional<ExpressionTier>> installed;
  private final ScriptHost host;

  SecondTier(Supplier<Optional<ExpressionTier>> installed, ScriptHost host) {
    this.installed = installed;
    this.host = host;
  }

  /**
   * Compiles what the first tier refused.
   *
   * @param refusal why it did; thrown again if there is no second tier
   */
  Expression compile(String source, List<String> variables, InvalidRubyException refusal) {
    ExpressionTier tier = installed.get().orElseThrow(() -> withHint(refusal));
    Expression expression = tier.compile(source, variables, host);
    LOG.info(
        "a Ruby expression runs on {}, not compiled: expression={} because=\"{}\"",
        tier.name(),
        Inspect.of(source),
        refusal.getMessage());
    return new SlowExpression(expression, tier.name());
  }

  /** As {@link #compile}, for code inside a text; it ends at the first brace that makes it Ruby. */
  ExpressionCompiler.Embedded compileEmbedded(
      String text, int start, List<String> variables, InvalidRubyException refusal) {
    ExpressionTier tier = installed.get().orElseThrow(() -> withHint(refusal));
    for (int end = text.indexOf('}', start); end >= 0; end = text.indexOf('}', end + 1)) {
      String code = text.substring(start, end);
      if (tier.isRuby(code, variables, host)) {
        return new ExpressionCompiler.Embedded(compile(code, variables, refusal), end + 1);
      }
    }
    throw refusal;
  }

  private static InvalidRubyException withHint(InvalidRubyException refusal) {
    return refusal instanceof UnsupportedRubyException unsupported
        ? unsupported.because(InstalledTier.HINT)
        : refusal;
  }

  /** What the second tier compiled, which says so. */
  private record SlowExpression(Expression expression, String engine) implements Expression {

    @Override
    public @Nullable Object evaluate(Scope scope) {
      return expression.evaluate(scope);
    }
  }
}
