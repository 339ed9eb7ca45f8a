package io.millrace.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Expressions and what Ruby makes of them; the files hold one case per line. */
class ExpressionTest {

  private static final List<String> VARIABLES =
      List.of("record", "tag", "tag_parts", "time", "hostname");
  private static final Instant NOW = Instant.parse("2023-11-14T22:13:20.250Z");

  private final ExpressionCompiler compiler =
      ExpressionCompiler.withoutSecondTier(
          new ScriptHost(
              Map.of("TEAM", "core", "LIST", "alpha,beta,gamma", "COUNT", "3", "EMPTY", ""),
              "host.example",
              InstantSource.fixed(NOW),
              ZoneOffset.UTC));

  private Object evaluate(String source) {
    Scope scope =
        Scope.of(
            record(),
            "app.web.access",
            new ArrayList<>(List.of("app", "web", "access")),
            new RubyTime(NOW, ZoneOffset.UTC),
            "host.example");
    return compiler.compile(source, VARIABLES).evaluate(scope);
  }

  private static Object record() {
    Map<Object, Object> record = new LinkedHashMap<>();
    record.put("level", "WARN");
    record.put("message", "  Disk almost full: /dev/sda1 93%  ");
    record.put("host", "web-01.example.test");
    record.put("code", "404");
    record.put("time_ms", 1234L);
    record.put("size", 10485760L);
    record.put("empty", "");
    record.put("nil", null);
    record.put("max", Long.MAX_VALUE);
    record.put("labels", new LinkedHashMap<>(Map.of("app", "web")));
    record.put("tags", new ArrayList<>(List.of("a", "b", "c")));
    record.put("nums", new ArrayList<>(List.of(3L, 1L, 2L)));
    record.put(
        "path",
        "/opt/airflow/logs/dag_id=daily_sales/run_id=scheduled__2024-05-05T00:00:00+00:00"
            + "/task_id=load_orders/attempt=2.log");
    return record;
  }

  static List<String[]> values() {
    return Cases.read("values.txt");
  }

  static List<String[]> errors() {
    return Cases.read("errors.txt");
  }

  static List<String[]> unsupported() {
    return Cases.read("unsupported.txt");
  }

  static List<String[]> invalid() {
    return Cases.read("invalid.txt");
  }

  @ParameterizedTest
  @MethodSource("values")
  void evaluatesAsRubyDoes(String source, String inspected) {
    assertThat(Inspect.of(evaluate(source))).as(source).isEqualTo(inspected);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void raisesWhatRubyRaises(String source, String error) {
    assertThatThrownBy(() -> evaluate(source))
        .as(source)
        .isInstanceOf(ExpressionException.class)
        .hasMessage(error);
  }

  @ParameterizedTest
  @MethodSource("unsupported")
  void refusesWhatItLacksByName(String source, String construct) {
    assertThatThrownBy(() -> compiler.compile(source, VARIABLES))
        .as(source)
        .isInstanceOf(UnsupportedRubyException.class)
        .hasMessageContaining(construct);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesWhatIsNoRuby(String source) {
    assertThatThrownBy(() -> compiler.compile(source, VARIABLES))
        .as(source)
        .isExactlyInstanceOf(InvalidRubyException.class);
  }

  @Test
  void changesTheRecordInPlace() {
    Map<Object, Object> record = new LinkedHashMap<>(Map.of("secret", "s", "code", "404"));
    Expression expression =
        compiler.compile(
            "record.delete('secret'); record['code'] = 5; record['new'] ||= 1", List.of("record"));

    expression.evaluate(Scope.of(record));

    assertThat(record).isEqualTo(Map.of("code", 5L, "new", 1L));
  }

  @Test
  void findsTheEndOfEmbeddedCode() {
    String text = "a #{ {'a' => \"}\"}['a'] } b";

    ExpressionCompiler.Embedded found = compiler.compileEmbedded(text, 4, List.of());

    assertThat(found.expression().evaluate(Scope.EMPTY)).isEqualTo("}");
    assertThat(text.substring(found.end())).isEqualTo(" b");
  }

  @Test
  void asksTheScopeOnlyForWhatItNeeds() {
    Scope scope =
        slot -> {
          assertThat(slot).isEqualTo(1);
          return "x";
        };

    Object value = compiler.compile("tag + 'y'", List.of("record", "tag")).evaluate(scope);

    assertThat(value).isEqualTo("xy");
  }

  @Test
  void showsTimesInTheirZone() {
    RubyTime time = new RubyTime(NOW, ZoneId.of("Asia/Tokyo"));

    Expression expression = compiler.compile("\"#{time} #{time.zone}\"", List.of("time"));

    assertThat(expression.evaluate(Scope.of(time))).isEqualTo("2023-11-15 07:13:20 +0900 JST");
  }
}
