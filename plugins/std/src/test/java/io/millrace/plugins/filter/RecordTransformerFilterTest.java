package io.millrace.plugins.filter;

import static io.millrace.testkit.TestConfig.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.EventTime;
import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What record_transformer makes of records; the results are those of Fluentd 1.19. */
class RecordTransformerFilterTest {
  private static final String TAG = "k8s.prod.web.nginx";

  private final TestContext context = new TestContext();

  private static String record(String... fields) {
    return section("record", fields);
  }

  private FilterDriver filter(String... lines) {
    return FilterDriver.of(context, "record_transformer", lines);
  }

  private String transform(String json, String... content) {
    List<TestEvent> left = filter(content).run(event(TAG, 1_700_000_000, json));
    assertThat(context.failures()).isEmpty();
    assertThat(left).hasSize(1);
    return left.get(0).json();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "${tag}              | \"k8s.prod.web.nginx\"",
        "${tag_parts[0]}     | \"k8s\"",
        "${tag_parts[-3]}    | \"prod\"",
        "${tag_parts[9]}     | null",
        "${tag_prefix[1]}    | \"k8s.prod\"",
        "${tag_prefix[-1]}   | \"k8s.prod.web.nginx\"",
        "${tag_suffix[1]}    | \"prod.web.nginx\"",
        "${tag_suffix[-1]}   | \"nginx\"",
        "${tag_parts[1]}/${tag_parts[2]}-${tag_suffix[-1]} | \"prod/web-nginx\"",
        "${hostname}         | \"test-host\"",
        "<${record[\"level\"]}> ${record[\"msg\"]} | \"<warn> slow\"",
        "${record[\"n\"]}    | 4",
        "n=${record[\"n\"]}  | \"n=4\"",
        "${record[\"list\"]} | [1,null]",
        "v=${record[\"list\"]} | \"v=[1, nil]\"",
        "${record[\"nope\"]} | null",
        "<${record[\"nope\"]}> | \"<>\"",
        "${record['level']}  | null",
        "x${nothing}y        | \"xy\"",
        "__HOSTNAME__        | null",
        "cost $5 {x} ${      | \"cost $5 {x} ${\"",
        "'{not json}'        | \"{not json}\"",
        "'[1, 2'             | \"[1, 2\"",
        "'{\"a\":[\"${record[\"n\"]}\"]}' | \"{\\\"a\\\":[\\\"4\\\"]}\"",
        "{\"t\": \"${tag_parts[1]}\", \"${tag_parts[0]}_k\": [\"${record[\\\"n\\\"]}\", null, 1.50]} |"
            + " {\"t\":\"prod\",\"k8s_k\":[4,null,1.5]}",
      })
  void placeholdersAreFilledIn(String template, String expected) {
    String json =
        transform(
            "{\"level\":\"warn\",\"msg\":\"slow\",\"n\":4,\"list\":[1,null]}",
            "renew_record true",
            record("x " + template));

    assertThat(json).isEqualTo("{\"x\":" + expected + "}");
  }

  @Test
  void withoutTypecastEverythingIsText() {
    String json =
        transform(
            "{\"n\":4,\"nil\":null}",
            "auto_typecast false",
            "renew_record true",
            record("n ${record[\"n\"]}", "nil ${record[\"nil\"]}"));

    assertThat(json).isEqualTo("{\"n\":\"4\",\"nil\":\"\"}");
  }

  @Test
  void newFieldsOverwriteInPlaceAndSeeTheOldRecord() {
    String json =
        transform(
            "{\"a\":1,\"b\":2}",
            record("b ${record[\"a\"]}", "a ${record[\"b\"]}"),
            record("c ${record[\"c\"]}", "${tag_parts[0]} key"));

    assertThat(json).isEqualTo("{\"a\":2,\"b\":1,\"c\":null,\"k8s\":\"key\"}");
  }

  @Test
  void keptFieldsComeFirst() {
    assertThat(
            transform(
                "{\"level\":\"info\",\"svc\":\"b\",\"dotted.key\":9}",
                "renew_record true",
                "keep_keys dotted.key,level,absent",
                record("level ${record[\"level\"]}!")))
        .isEqualTo("{\"dotted.key\":9,\"level\":\"info!\"}");
    assertThatThrownBy(() -> filter("keep_keys a", record()))
        .hasMessageContaining("`renew_record` must be true to use `keep_keys`");
  }

  @Test
  void removalComesLastAndTakesAccessors() {
    String json =
        transform(
            "{\"svc\":\"b\",\"scalar\":5,\"list\":[1,2,3],"
                + "\"user\":{\"password\":\"s\",\"home.dir\":\"/h\",\"tags\":[\"a\",\"b\"]}}",
            "remove_keys svc, $.user.password, $['user']['home.dir'], $.list[1],"
                + " $.user.absent.deeper, $.scalar.x, $[\"user\"][\"tags\"][0], tmp",
            record("tmp 1", "svc2 ${record[\"svc\"]}"));

    assertThat(json)
        .isEqualTo("{\"scalar\":5,\"list\":[1,3],\"user\":{\"tags\":[\"b\"]},\"svc2\":\"b\"}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {
        "1600000000, 1600000000, 0",
        "1600000000.5, 1600000000, 500000000",
        "\"1600000001.25 s\", 1600000001, 250000000",
        "\"junk\", 0, 0",
        "null, 0, 0"
      })
  void aFieldCanGiveTheTime(String value, long seconds, int nanos) {
    List<TestEvent> left =
        filter("renew_time_key ts", "remove_keys ts", record("x 1"))
            .run(event(TAG, 5, "{\"ts\":" + value + "}"));

    assertThat(left).containsExactly(event(TAG, new EventTime(seconds, nanos), "{\"x\":\"1\"}"));
  }

  @Test
  void theTimeStaysIfTheFieldIsMissing() {
    assertThat(filter("renew_time_key ts", record("x 1")).run(event(TAG, 5, "{}")))
        .containsExactly(event(TAG, 5, "{\"x\":\"1\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "${record[\"n\"] + 1}                   | 5",
        "${record[\"n\"]}-${record[\"msg\"]}    | \"4-slow\"",
        "${ record[\"msg\"].upcase }            | \"SLOW\"",
        "${tag_parts.last}.${tag_suffix[2]}     | \"nginx.web.nginx\"",
        "${tag_prefix[1]}                       | \"k8s.prod\"",
        "${time.to_i}                           | 1700000000",
        "${hostname}                            | \"test-host\"",
        "${record[\"no\"]}                      | null",
        "a\\tb ${1}                             | \"a\\tb 1\"",
        "x[${record[\"msg\"]}]y                 | \"x[slow]y\"",
        "no placeholder                         | \"no placeholder\"",
        "<${}>                                  | \"<>\"",
        "${:sym}                                | \"sym\"",
        "${2 ** 64}                             | 18446744073709551616",
        "${[:a, {:b => 1}]}                     | [\"a\",{\"b\":1}]",
        "{\"s\": \"${record[\\\"n\\\"] + 1}\", \"${tag_parts.last.upcase}\": 1} |"
            + " {\"s\":5,\"NGINX\":1}",
      })
  void rubyIsEvaluated(String template, String expected) {
    String json =
        transform(
            "{\"msg\":\"slow\",\"n\":4}",
            "enable_ruby true",
            "renew_record true",
            record("x " + template));

    assertThat(json).isEqualTo("{\"x\":" + expected + "}");
  }

  @Test
  void rubyMayChangeWhatIsInsideTheRecord() {
    String json =
        transform(
            "{\"k\":{\"a\":1,\"b\":2},\"top\":1,\"n\":3}",
            "enable_ruby true",
            "remove_keys dummy",
            record("dummy ${record[\"k\"].delete(\"a\"); record.delete(\"top\")}"));

    assertThat(json).isEqualTo("{\"k\":{\"b\":2},\"top\":1,\"n\":3}");
  }

  @Test
  void anExpressionThatRaisesSendsTheEventToTheErrorStream() {
    FilterDriver filter = filter("enable_ruby true", record("x ${record[\"a\"][\"b\"]}"));

    List<TestEvent> left =
        filter.run(event("e", 1, "{\"a\":{\"b\":1}}"), event("e", 2, "{\"y\":1}"));

    assertThat(left).containsExactly(event("e", 1, "{\"a\":{\"b\":1},\"x\":1}"));
    assertThat(context.failures()).hasSize(1);
    assertThat(context.failures().get(0).event()).isEqualTo(event("e", 2, "{\"y\":1}"));
    assertThat(context.failures().get(0).error())
        .hasMessageStartingWith("failed to expand `record[\"a\"][\"b\"]` : error = ")
        .hasMessageContaining("undefined method");
  }

  @Test
  void rubyThatDoesNotCompileIsRefused() {
    assertThatThrownBy(() -> filter("enable_ruby true", record("x ${record[}")))
        .hasMessageContaining("cannot compile `record[`");
  }
}
