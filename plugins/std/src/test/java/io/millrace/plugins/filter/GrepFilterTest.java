package io.millrace.plugins.filter;

import static io.millrace.testkit.TestConfig.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestEvent;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which events grep keeps; the tables are those of Fluentd 1.19. */
class GrepFilterTest {
  private static final TestEvent[] EVENTS = {
    event("g", 1, "{\"n\":1,\"level\":\"error\",\"svc\":\"api\"}"),
    event("g", 2, "{\"n\":2,\"level\":\"error\",\"svc\":\"web\"}"),
    event("g", 3, "{\"n\":3,\"level\":\"info\",\"svc\":\"api\"}"),
    event("g", 4, "{\"n\":4,\"level\":\"info\",\"svc\":\"web\"}"),
    event("g", 5, "{\"n\":5,\"svc\":\"api\"}"),
    event("g", 6, "{\"n\":6,\"level\":null,\"svc\":\"\"}")
  };

  private static String rule(String name, String key, String pattern) {
    return section(name, "key " + key, "pattern " + pattern);
  }

  private static FilterDriver grep(String... lines) {
    return FilterDriver.of("grep", lines);
  }

  /** The numbers of the events that are kept, one digit each. */
  private static String kept(FilterDriver filter, TestEvent... events) {
    return filter.run(events).stream()
        .map(event -> String.valueOf(event.time().seconds()))
        .collect(Collectors.joining());
  }

  @Test
  void regexpsMustAllMatch() {
    assertThat(
            kept(grep(rule("regexp", "level", "/error/"), rule("regexp", "svc", "/api/")), EVENTS))
        .isEqualTo("1");
  }

  @Test
  void excludesDropOnAnyMatch() {
    assertThat(
            kept(
                grep(rule("exclude", "level", "/error/"), rule("exclude", "svc", "/api/")), EVENTS))
        .isEqualTo("46");
  }

  @ParameterizedTest
  @CsvSource({"and, regexp, 2", "or, regexp, 124", "and, exclude, 13456", "or, exclude, 356"})
  void groupsCombineRules(String group, String kind, String expected) {
    FilterDriver filter =
        grep(section(group, rule(kind, "level", "/^e/"), rule(kind, "svc", "/b$/")));

    assertThat(kept(filter, EVENTS)).isEqualTo(expected);
  }

  @Test
  void allKindsOfRulesWorkTogether() {
    FilterDriver filter =
        grep(
            rule("regexp", "n", "/[1-5]/"),
            rule("exclude", "n", "/3/"),
            section("or", rule("regexp", "level", "/error/"), rule("regexp", "svc", "/api/")));

    assertThat(kept(filter, EVENTS)).isEqualTo("125");
  }

  @Test
  void severalOrGroupsJoin() {
    FilterDriver filter =
        grep(
            section("or", rule("regexp", "level", "/error/"), rule("regexp", "n", "/4/")),
            section("or", rule("exclude", "n", "/2/"), rule("exclude", "svc", "/^$/")));

    assertThat(kept(filter, EVENTS)).isEqualTo("14");
  }

  @Test
  void withoutRulesEverythingIsKept() {
    assertThat(kept(grep(), EVENTS)).isEqualTo("123456");
  }

  @Test
  void nestedFieldsAndNumbersMatchAsText() {
    TestEvent[] events = {
      event("g", 1, "{\"a\":{\"b\":[0,500]}}"), event("g", 2, "{\"a\":{\"b\":[0,true]}}")
    };

    assertThat(kept(grep(rule("regexp", "$.a.b[1]", "^5\\d\\d$")), events)).isEqualTo("1");
    assertThat(kept(grep(rule("regexp", "$.a.b[-1]", "/TRUE/i")), events)).isEqualTo("2");
  }

  @Test
  void oldRulesStillWork() {
    assertThat(kept(grep("regexp1 level err|nfo$", "exclude20 svc ^web$"), EVENTS)).isEqualTo("13");
  }

  @ParameterizedTest
  @CsvSource({
    "regexp1 level a, regexp20 level b, Duplicate key: level",
    "exclude3 level a, exclude4 level b, Duplicate key: level",
    "regexp1 level, regexp2 x y, regexp1 'level' does not contain 2 parameters"
  })
  void badOldRulesAreRefused(String first, String second, String message) {
    assertThatThrownBy(() -> grep(first, second)).hasMessageContaining(message);
  }

  @Test
  void groupsOfBothKindsAreRefused() {
    assertThatThrownBy(
            () -> grep(section("and", rule("regexp", "a", "x"), rule("exclude", "b", "y"))))
        .hasMessageContaining("Do not specify both <regexp> and <exclude> in <and>");
  }

  @Test
  void sameKeyTwiceIsRefused() {
    assertThatThrownBy(() -> grep(rule("regexp", "a", "x"), rule("regexp", "a", "y")))
        .hasMessageContaining("Duplicate key: a");
    assertThatThrownBy(
            () -> grep(section("or", rule("exclude", "a", "x"), rule("exclude", "a", "y"))))
        .hasMessageContaining("Duplicate key in <or>: a");
  }

  @Test
  void anEventThatAPatternTakesTooLongOnGoesToTheErrorStream() {
    FilterDriver filter = grep(rule("regexp", "m", "/^(a+)+$/"));
    TestEvent bad = event("t", 1, "{\"m\":\"" + "a".repeat(40) + "x\"}");
    TestEvent good = event("t", 2, "{\"m\":\"aaa\"}");

    assertThat(kept(filter, bad, good)).isEqualTo("2");

    assertThat(filter.context().failures())
        .singleElement()
        .satisfies(
            failed ->
                assertThat(failed.error())
                    .hasMessageContaining("/^(a+)+$/")
                    .hasMessageContaining("took longer than 1000 ms"));
  }
}
