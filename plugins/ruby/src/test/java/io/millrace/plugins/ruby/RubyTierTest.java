package io.millrace.plugins.ruby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.EventTime;
import io.millrace.expr.Expression;
import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.ExpressionException;
import io.millrace.expr.RubySymbol;
import io.millrace.expr.RubyTime;
import io.millrace.expr.Scope;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What crosses the border to JRuby, in both directions. */
class RubyTierTest {

  private final ExpressionCompiler both =
      ExpressionCompiler.withSecondTier(Tiers.HOST, Tiers.JRUBY);

  private static Expression jruby(String source, String... variables) {
    return Tiers.JRUBY.compile(source, List.of(variables), Tiers.HOST);
  }

  static List<Object> values() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("b", 1L);
    map.put("a", new ArrayList<>(List.of(2.5, "x")));
    return List.of(
        "text é \u2028",
        7L,
        Long.MIN_VALUE,
        BigInteger.ONE.shiftLeft(80),
        1.5,
        true,
        new ArrayList<>(List.of(1L, "a")),
        map,
        new RubySymbol("sym"),
        new RubyTime(Instant.parse("2024-05-06T07:08:09.123456789Z"), ZoneOffset.UTC),
        new RubyTime(Instant.ofEpochSecond(1), ZoneOffset.ofHours(9)),
        new RubyTime(Instant.ofEpochSecond(1), ZoneId.of("Asia/Tokyo")),
        new EventTime(1714979289, 123456789));
  }

  @ParameterizedTest
  @MethodSource("values")
  void valuesComeBackAsTheyWere(Object value) {
    assertThat(jruby("v", "v").evaluate(Scope.of(value))).isEqualTo(value);
  }

  @Test
  void binaryDataComesBackAsItWas() {
    byte[] data = {(byte) 0xff, 0, 1};

    assertThat((byte[]) jruby("v", "v").evaluate(Scope.of((Object) data))).isEqualTo(data);
  }

  @Test
  void keepsTheOrderOfAMap() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("z", 1L);
    map.put("a", 2L);

    assertThat(((Map<?, ?>) jruby("v", "v").evaluate(Scope.of(map))).keySet())
        .hasToString("[z, a]");
  }

  @Test
  void changesTheRecordInPlace() {
    Map<Object, Object> record = new LinkedHashMap<>(Map.of("secret", "s", "m", "abc"));

    jruby("record.delete('secret'); record['m'].gsub!('b', 'x'); record['n'] = [1]", "record")
        .evaluate(Scope.of(record));

    assertThat(record).isEqualTo(Map.of("m", "axc", "n", List.of(1L)));
  }

  @Test
  void keepsWhatAFailingExpressionHasChanged() {
    Map<Object, Object> record = new LinkedHashMap<>(Map.of("a", 1L));

    assertThatThrownBy(
            () -> jruby("record['b'] = 2; nil.nope", "record").evaluate(Scope.of(record)))
        .isInstanceOf(ExpressionException.class);

    assertThat(record).containsEntry("b", 2L);
  }

  @Test
  void raisesRubysErrors() {
    assertThatThrownBy(() -> jruby("nil.upcase").evaluate(Scope.EMPTY))
        .isInstanceOf(ExpressionException.class)
        .hasMessage("NoMethodError: undefined method `upcase' for nil:NilClass");
  }

  @Test
  void callsFunctionsOnlyWhenTheCodeDoes() {
    AtomicInteger calls = new AtomicInteger();
    Scope scope =
        slot -> {
          calls.incrementAndGet();
          return null;
        };

    jruby("[1].pack('C'); use_nil if false", "use_nil()").evaluate(scope);
    assertThat(calls).hasValue(0);
    jruby("[1].pack('C'); use_nil if true", "use_nil()").evaluate(scope);
    assertThat(calls).hasValue(1);
  }

  @Test
  void findsTheEndOfEmbeddedCodeThatOnlyJRubyCanRead() {
    String text = "x#{[65].pack('C').tr('}', '')}y";

    ExpressionCompiler.Embedded found = both.compileEmbedded(text, 3, List.of());

    assertThat(text.substring(found.end())).isEqualTo("y");
  }

  @Test
  void anExpressionLeavesTheFirstTierWhenAnEventShowsThatItMust() {
    Expression expression = both.compile("record['v'].succ", List.of("record"));
    assertThat(expression.engine()).isEqualTo(Expression.COMPILED);

    Object number = expression.evaluate(Scope.of(Map.of("v", 1L)));
    Object text = expression.evaluate(Scope.of(new LinkedHashMap<>(Map.of("v", "az"))));

    assertThat(number).isEqualTo(2L);
    assertThat(text).isEqualTo("ba");
    assertThat(expression.engine()).startsWith("JRuby");
  }

  @Test
  void anExpressionLeavesNothingInTheInterpreterThatLivesOnOverReloads() {
    Expression methods = jruby("singleton_methods.grep(/millrace/).size");
    Object before = methods.evaluate(Scope.of());

    jruby("[1].pack('C')");

    assertThat(methods.evaluate(Scope.of())).isEqualTo(before);
  }

  @Test
  void evaluatesOnSeveralThreadsAtOnce() throws Exception {
    Expression expression =
        jruby("x = n.to_s; \"v#{x}\" =~ /v(\\d+)/; sum = 0; 50.times { sum += 1 }; $1.to_i", "n");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        long base = thread * 1_000_000L;
        results.add(threads.submit(() -> allRight(expression, base)));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean allRight(Expression expression, long base) {
    for (long n = base; n < base + 500; n++) {
      if (!Long.valueOf(n).equals(expression.evaluate(Scope.of(n)))) {
        return false;
      }
    }
    return true;
  }
}
