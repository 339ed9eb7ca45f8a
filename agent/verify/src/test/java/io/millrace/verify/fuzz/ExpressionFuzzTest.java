package io.millrace.verify.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.expr.Expression;
import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.ExpressionException;
import io.millrace.expr.InvalidRubyException;
import io.millrace.expr.RubyText;
import io.millrace.expr.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Any text is an expression that has a value or raises as Ruby would, or it is refused. */
class ExpressionFuzzTest {

  private static final List<String> VARIABLES = List.of("record", "tag", "tag_parts", "hostname");

  private final ExpressionCompiler compiler = ExpressionCompiler.withoutSecondTier(FuzzInput.HOST);

  @DictionaryEntries({
    "record[\"",
    "record.dig(",
    "tag_parts[",
    "ENV['TEAM']",
    ".gsub(/",
    ".split(\"",
    ".join(",
    ".strftime(\"%Y\")",
    ".to_json",
    ".map { |x| ",
    " ? ",
    " : ",
    "||",
    "&&",
    "&.",
    "case ",
    "when ",
    "if ",
    "unless ",
    "begin;",
    "rescue ",
    "ensure;",
    "end",
    "%w[",
    "#{",
    "Time.at(",
    "format(\"%",
    ".to_i",
    ".nil?",
    "=~ /",
    "[0..-1]",
    "**",
    "<<",
    " * ",
    ".inject(0) { |a, b| "
  })
  @FuzzTest(maxDuration = "10m")
  void evaluatesOrRefuses(byte[] data) {
    FuzzInput.bounded(() -> attempt(data));
  }

  private void attempt(byte[] data) {
    Map<Object, Object> record = new LinkedHashMap<>(Map.of("level", "WARN", "code", 404L));
    record.put("tags", new ArrayList<>(List.of("a", "b")));
    record.put("kubernetes", new LinkedHashMap<>(Map.of("pod", "web-1")));
    Scope scope =
        Scope.of(record, "app.web", new ArrayList<>(List.of("app", "web")), "host.example");
    try {
      Expression expression = compiler.compile(FuzzInput.text(data), VARIABLES);
      assertThat(RubyText.of(expression.evaluate(scope))).isNotNull();
    } catch (InvalidRubyException | ExpressionException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
