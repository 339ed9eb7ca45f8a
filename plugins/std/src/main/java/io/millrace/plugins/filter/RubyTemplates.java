package io.millrace.plugins.filter;

import io.millrace.api.MillraceException;
import io.millrace.event.PackWriter;
import io.millrace.expr.Expression;
import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.ExpressionException;
import io.millrace.expr.InvalidRubyException;
import io.millrace.expr.RubySymbol;
import io.millrace.expr.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compiles texts for {@code enable_ruby}: one {@code ${expression}} alone keeps its type, anything
 * else is a Ruby string with expressions in it, escapes included.
 *
 * <p>Source: Fluentd's record_transformer, RubyPlaceholderExpander.
 */
final class RubyTemplates implements ValueTemplate.Compiler {
  /** What may change a map or array in place; a false alarm costs time only. */
  private static final Pattern MAY_MUTATE =
      Pattern.compile(
          "\\w!|<<|\\]\\s*\\S{0,2}=(?![=~])|delete|store|update|replace|clear|push|pop|shift|insert"
              + "|append|prepend|concat|keep_if|fill|default");

  /** A text that Ruby would read as it stands. */
  private static final Pattern PLAIN = Pattern.compile("[^\\\\#\\[\\]]*");

  private static final List<String> ONE = List.of("value");

  private final ExpressionCompiler compiler;
  private final Expression toText;
  private final boolean typecast;
  private final PreparedValues prepared;
  private final List<String> variables;
  private boolean mayMutate;
  private int expressions;

  RubyTemplates(ExpressionCompiler compiler, boolean typecast) {
    this(compiler, typecast, PreparedValues.NONE);
  }

  /** As above; expressions see {@code prepared} too. */
  RubyTemplates(ExpressionCompiler compiler, boolean typecast, PreparedValues prepared) {
    this.compiler = compiler;
    this.toText = compiler.compile("value.to_s", ONE);
    this.typecast = typecast;
    this.prepared = prepared;
    this.variables = new ArrayList<>(EventScope.VARIABLES);
    this.variables.addAll(prepared.variables());
  }

  /** Whether any expression compiled so far may change the record in place. */
  boolean mayMutate() {
    return mayMutate;
  }

  /** Number of expressions compiled so far. */
  int expressions() {
    return expressions;
  }

  @Override
  public ValueTemplate value(String text) {
    boolean single =
        typecast && text.startsWith("${") && text.endsWith("}") && text.indexOf("${", 2) < 0;
    return single ? expression(text.substring(2, text.length() - 1)) : key(text);
  }

  @Override
  public ValueTemplate key(String text) {
    String ruby = text.replace("${", "#{");
    return PLAIN.matcher(ruby).matches()
        ? ValueTemplate.constant(text)
        : expression("%Q[" + ruby + "]");
  }

  private Scope with(EventScope scope) {
    int own = EventScope.VARIABLES.size();
    return prepared == PreparedValues.NONE
        ? scope
        : slot -> slot < own ? scope.value(slot) : prepared.value(slot - own);
  }

  private ValueTemplate expression(String code) {
    mayMutate |= MAY_MUTATE.matcher(code).find();
    Expression expression;
    try {
      expression = compiler.compile(prepared.plain(code), variables);
    } catch (InvalidRubyException e) {
      throw new IllegalArgumentException(
          "cannot compile `"
              + code
              + "`: "
              + e.getMessage()
              + " (at character "
              + e.position()
              + ")",
          e);
    }
    expressions++;
    return (scope, out) -> {
      Object value;
      try {
        value = expression.evaluate(with(scope));
      } catch (ExpressionException e) {
        throw new MillraceException(
            "failed to expand `" + code + "` : error = " + e.errorMessage(), e);
      }
      pack(value, out);
    };
  }

  /** Appends a Ruby value; what MessagePack has no form for, such as a Time, as its text. */
  private void pack(@Nullable Object value, PackWriter out) {
    if (value instanceof Map<?, ?> map) {
      out.mapHeader(map.size());
      map.forEach(
          (key, item) -> {
            pack(key, out);
            pack(item, out);
          });
    } else if (value instanceof List<?> items) {
      out.arrayHeader(items.size());
      items.forEach(item -> pack(item, out));
    } else if (value instanceof RubySymbol symbol) {
      out.text(symbol.name());
    } else if (value == null || !value.getClass().getName().startsWith("io.millrace.expr.")) {
      out.value(value);
    } else {
      out.value(toText.evaluate(Scope.of(value)));
    }
  }
}
