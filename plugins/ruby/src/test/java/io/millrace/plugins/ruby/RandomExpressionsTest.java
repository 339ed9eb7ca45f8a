package io.millrace.plugins.ruby;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.expr.InvalidRubyException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random expressions give the same on both tiers, or the compiled subset refuses them. The property
 * {@code millrace.expressions} sets how many, {@code millrace.seed} which.
 */
class RandomExpressionsTest {
  private static final String RECORD =
      "{\"n\":42,\"big\":123456789012345678901234567890,\"f\":1.5,\"s\":\"Disk full: 93% \","
          + "\"l\":[\"b\",\"a\",null],\"h\":{\"k\":\"v\",\"z\":[1]}}";

  @Test
  void bothTiersAgree() {
    int count = Integer.getInteger("millrace.expressions", 2_000);
    RandomExpressions expressions = new RandomExpressions(Long.getLong("millrace.seed", 1));
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (int i = 0; i < count; i++) {
      String source = expressions.next();
      String compiled = compiled(source);
      if (!compiled.equals("raises NotImplementedError")) {
        compared++;
        String jruby = Tiers.jruby(source, RECORD);
        if (!jruby.equals(compiled)) {
          differences.add(source + "\n  compiled " + compiled + "\n  JRuby    " + jruby);
        }
      }
    }

    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(count * 9 / 10);
  }

  private static String compiled(String source) {
    try {
      return Tiers.compiled(source, RECORD);
    } catch (InvalidRubyException e) {
      return "raises NotImplementedError";
    }
  }
}
