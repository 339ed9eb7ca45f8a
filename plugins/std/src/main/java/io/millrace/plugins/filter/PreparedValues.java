package io.millrace.plugins.filter;

import io.millrace.expr.Expression;
import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.ExpressionException;
import io.millrace.expr.InvalidRubyException;
import io.millrace.expr.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Instance variables that {@code prepare_value} sets once and expressions read. To the expressions
 * they are plain variables behind those of the event: their {@code @} is taken away. Immutable;
 * expressions must not change the values, which all threads share.
 */
final class PreparedValues {
  /** No variables. */
  static final PreparedValues NONE = new PreparedValues(List.of(), new Object[0]);

  private static final String PREFIX = "prepared_";
  private static final Pattern ASSIGNED = Pattern.compile("(?<![\\w@])@([a-z_]\\w*)\\s*=(?![=~])");
  private static final Pattern REQUIRE =
      Pattern.compile("\\A\\s*require\\s*\\(?['\"][^'\"]*['\"]\\)?\\s*(?:;|\n|\\z)");

  private final List<String> names;
  private final @Nullable Object[] values;

  private PreparedValues(List<String> names, @Nullable Object[] values) {
    this.names = names;
    this.values = values;
  }

  /**
   * Runs {@code code}.
   *
   * @throws IllegalArgumentException if it cannot be compiled or fails
   */
  static PreparedValues of(String code, ExpressionCompiler compiler) {
    if (code.isBlank()) {
      return NONE;
    }
    String body = code;
    for (Matcher require = REQUIRE.matcher(body); require.find(); require = REQUIRE.matcher(body)) {
      body = body.substring(require.end());
    }
    List<String> names = new ArrayList<>();
    Matcher assigned = ASSIGNED.matcher(body);
    while (assigned.find()) {
      if (!names.contains(assigned.group(1))) {
        names.add(assigned.group(1));
      }
    }
    PreparedValues unset = new PreparedValues(List.copyOf(names), new Object[names.size()]);
    String all = unset.plain(body) + "; [" + String.join(", ", unset.variables()) + "]";
    try {
      Expression expression = compiler.compile(all, List.of());
      return expression.evaluate(Scope.EMPTY) instanceof List<?> values
          ? new PreparedValues(unset.names, values.toArray())
          : NONE;
    } catch (InvalidRubyException | ExpressionException e) {
      throw new IllegalArgumentException(
          "prepare_value: cannot run `" + code + "`: " + e.getMessage(), e);
    }
  }

  /** Names of the variables, as expressions know them. */
  List<String> variables() {
    return names.stream().map(name -> PREFIX + name).toList();
  }

  /** The value of variable {@code index}. */
  @Nullable Object value(int index) {
    return values[index];
  }

  /** {@code code} with plain variables in place of instance variables. */
  String plain(String code) {
    String plain = code;
    for (String name : names) {
      plain = plain.replaceAll("(?<![\\w@])@" + name + "\\b", PREFIX + name);
    }
    return plain;
  }
}
