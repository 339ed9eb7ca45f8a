package io.millrace.plugins.ruby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.expr.Expression;
import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.InvalidRubyException;
import io.millrace.expr.UnsupportedRubyException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both tiers give what the tables say, or refuse. */
class TiersTest {

  static List<Table.Row> values() {
    return Table.read("values.txt");
  }

  static List<Table.Row> jrubyOnly() {
    return Table.read("jruby-only.txt");
  }

  static List<Table.Row> raising() {
    return Table.read("raising.txt");
  }

  static List<Table.Row> refused() {
    return Table.read("refused.txt");
  }

  @ParameterizedTest
  @MethodSource({"values", "raising"})
  void bothTiersGiveWhatRubyGives(Table.Row row) {
    assertThat(Tiers.compiled(row.source(), row.record())).as("compiled").isEqualTo(row.expected());
    assertThat(Tiers.jruby(row.source(), row.record())).as("JRuby").isEqualTo(row.expected());
  }

  @ParameterizedTest
  @MethodSource("jrubyOnly")
  void jrubyDoesWhatTheSubsetRefuses(Table.Row row) {
    assertThat(Tiers.jruby(row.source(), row.record())).isEqualTo(row.expected());
    assertThat(refusedByTheSubset(row)).isTrue();
  }

  private static boolean refusedByTheSubset(Table.Row row) {
    try {
      return Tiers.compiled(row.source(), row.record()).equals("raises NotImplementedError");
    } catch (InvalidRubyException e) {
      return true;
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNoRubyIsRefusedByBoth(Table.Row row) {
    ExpressionCompiler both = ExpressionCompiler.withSecondTier(Tiers.HOST, Tiers.JRUBY);

    assertThatThrownBy(() -> both.compile(row.source(), Tiers.VARIABLES))
        .isInstanceOf(InvalidRubyException.class);
    assertThatThrownBy(() -> Tiers.COMPILED.compile(row.source(), Tiers.VARIABLES))
        .isInstanceOf(InvalidRubyException.class);
  }

  @Test
  void theTableIsLongEnough() {
    assertThat(values()).hasSizeGreaterThan(300);
  }

  @Test
  void withoutASecondTierTheRefusalSaysWhatToInstall() {
    assertThatThrownBy(() -> Tiers.COMPILED.compile("[1].pack('C')", List.of()))
        .isInstanceOf(UnsupportedRubyException.class)
        .hasMessageContaining("the method `pack'")
        .hasMessageContaining("millrace-plugins-ruby");
  }

  @Test
  void tellsWhichTierAnExpressionRunsOn() {
    ExpressionCompiler both = ExpressionCompiler.withSecondTier(Tiers.HOST, Tiers.JRUBY);

    assertThat(both.compile("1 + 1", List.of()).engine()).isEqualTo(Expression.COMPILED);
    assertThat(both.compile("[1].pack('C')", List.of()).engine()).startsWith("JRuby 9.4");
  }
}
