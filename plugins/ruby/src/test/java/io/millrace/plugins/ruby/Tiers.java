package io.millrace.plugins.ruby;

import io.millrace.expr.Expression;
import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.ExpressionException;
import io.millrace.expr.RubyText;
import io.millrace.expr.RubyTime;
import io.millrace.expr.Scope;
import io.millrace.expr.ScriptHost;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Both tiers, with what tests let expressions see. */
final class Tiers {

  static final List<String> VARIABLES = List.of("record", "tag", "tag_parts", "time", "hostname");
  static final Instant NOW = Instant.parse("2023-11-14T22:13:20.250Z");

  static final ScriptHost HOST =
      new ScriptHost(
          Map.of("TEAM", "core", "LIST", "alpha,beta,gamma", "COUNT", "3", "EMPTY", ""),
          "host.example",
          InstantSource.fixed(NOW),
          ZoneOffset.UTC);

  static final ExpressionCompiler COMPILED = ExpressionCompiler.withoutSecondTier(HOST);
  static final RubyTier JRUBY = new RubyTier();

  private Tiers() {}

  /** What the expression gives, as Ruby's {@code inspect}; or the class of what it raises. */
  static String compiled(String source, String record) {
    Expression expression = COMPILED.compile(source, VARIABLES);
    return outcome(() -> RubyText.inspect(expression.evaluate(scope(record))));
  }

  /** As {@link #compiled}, by JRuby's own {@code inspect}. */
  static String jruby(String source, String record) {
    Expression expression = JRUBY.compile("(\n" + source + "\n).inspect", VARIABLES, HOST);
    return outcome(() -> String.valueOf(expression.evaluate(scope(record))));
  }

  private static String outcome(java.util.function.Supplier<String> evaluation) {
    try {
      return evaluation.get();
    } catch (ExpressionException e) {
      return "raises " + e.errorClass();
    }
  }

  static Scope scope(String record) {
    return Scope.of(
        record(record),
        "app.web.access",
        new ArrayList<>(List.of("app", "web", "access")),
        new RubyTime(NOW, ZoneOffset.UTC),
        "host.example");
  }

  private static Object record(String json) {
    Object record = COMPILED.compile("JSON.parse(json)", List.of("json")).evaluate(Scope.of(json));
    if (record == null) {
      throw new IllegalArgumentException("no record: " + json);
    }
    return record;
  }
}
