package io.millrace.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever is damaged in an expression, it is refused or it raises as Ruby would: nothing else. */
class DamagedExpressionTest {

  private static final List<String> VARIABLES = List.of("record", "tag_parts", "time", "hostname");

  private final ExpressionCompiler compiler =
      ExpressionCompiler.withoutSecondTier(
          new ScriptHost(
              Map.of("TEAM", "core"),
              "host.example",
              InstantSource.fixed(Instant.EPOCH),
              ZoneOffset.UTC));

  @Test
  void failsOnlyInTheTwoWaysItMay() {
    List<String> surprises = new ArrayList<>();

    for (String[] example : Cases.read("values.txt")) {
      String source = example[0];
      for (int i = 0; i < source.length(); i++) {
        attempt(source.substring(0, i) + source.substring(i + 1), surprises);
        attempt(source.substring(0, i) + source.charAt(i) + source.substring(i), surprises);
        attempt(source.substring(0, i), surprises);
      }
    }

    assertThat(surprises).isEmpty();
  }

  private void attempt(String source, List<String> surprises) {
    try {
      Map<Object, Object> record = new LinkedHashMap<>(Map.of("level", "WARN", "code", 404L));
      record.put("tags", new ArrayList<>(List.of("a", "b")));
      Scope scope =
          Scope.of(
              record,
              new ArrayList<>(List.of("app", "web")),
              new RubyTime(Instant.EPOCH, ZoneOffset.UTC),
              "host.example");
      compiler.compile(source, VARIABLES).evaluate(scope);
    } catch (InvalidRubyException | ExpressionException e) {
      assertThat(e.getMessage()).isNotEmpty();
    } catch (RuntimeException | Error e) {
      surprises.add(source + " -> " + e);
    }
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    String source = "(".repeat(100_000) + "1" + ")".repeat(100_000);

    assertThatThrownBy(() -> compiler.compile(source, List.of()))
        .isInstanceOf(InvalidRubyException.class)
        .hasMessageContaining("nested too deeply");
  }
}
