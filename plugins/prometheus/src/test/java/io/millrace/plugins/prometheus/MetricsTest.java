package io.millrace.plugins.prometheus;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.SystemSettings;
import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metrics that are counted from events. */
class MetricsTest {
  private static final String RECORD =
      "{\"method\":\"GET\",\"code\":200,\"map\":{\"k\":\"v\"},\"list\":[\"x\",\"y\"],\"tag\":\"no\"}";

  private final TestContext context = new TestContext();

  private static String metric(String name, String type, String... more) {
    return "<metric>\nname %s\ntype %s\ndesc A metric\n%s\n</metric>"
        .formatted(name, type, String.join("\n", more));
  }

  private List<TestEvent> run(String configuration, TestEvent... events) throws Exception {
    return FilterDriver.of(context, "prometheus", configuration).run(events);
  }

  private String text() {
    return context.shared(Registry.class, Registry::new).text();
  }

  private List<String> samples() {
    return text().lines().filter(line -> !line.startsWith("#")).toList();
  }

  @Test
  void letsEventsPassAndCountsThem() throws Exception {
    TestEvent first = event("app", 1, "{\"n\":1}");
    TestEvent second = event("app", 2, "{\"n\":2}");

    assertThat(run(metric("seen_total", "counter"), first, second)).containsExactly(first, second);
    assertThat(samples()).containsExactly("seen_total 2.0");
  }

  @Test
  void addsTheFieldOfACounter() throws Exception {
    run(
        metric("bytes", "counter", "key $.sent.bytes"),
        event("app", 1, "{\"sent\":{\"bytes\":2.5}}"),
        event("app", 1, "{\"sent\":{\"bytes\":1}}"),
        event("app", 1, "{\"sent\":{\"bytes\":null}}"),
        event("app", 1, "{}"));

    assertThat(samples()).containsExactly("bytes 3.5");
  }

  @Test
  void writesAHistogramAsRubysClientDoes() throws Exception {
    run(
        metric("took", "histogram", "key t", "buckets 0.1, 1"),
        event("app", 1, "{\"t\":0.05}"),
        event("app", 1, "{\"t\":1}"),
        event("app", 1, "{\"t\":7}"));

    assertThat(text())
        .isEqualTo(
            """
            # TYPE took histogram
            # HELP took A metric
            took_bucket{le="0.1"} 1.0
            took_bucket{le="1"} 2.0
            took_bucket{le="+Inf"} 3.0
            took_sum 8.05
            took_count 3.0
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${tag}|a.b.c",
        "${tag_parts[0]}-${tag_parts[-1]}|a-c",
        "${tag_prefix[1]}|a.b",
        "${tag_suffix[1]}|b.c",
        "${tag_suffix[-1]}|c",
        "${hostname}|test-host",
        "${worker_id}|0",
        "${method}|GET",
        "${code}|200",
        "${map[\"k\"]}|v",
        "${list[1]}|y",
        "$.map.k|v",
        "$['map']['k']|v",
        "$.none|''",
        "${none}|${none}",
        "${tag_parts[9]}|${tag_parts[9]}",
        "plain|plain"
      })
  void fillsLabelsIn(String label, String value) throws Exception {
    run(metric("m", "counter", "<labels>\nl " + label + "\n</labels>"), event("a.b.c", 1, RECORD));

    assertThat(samples()).containsExactly("m{l=\"" + value + "\"} 1.0");
  }

  @Test
  void escapesValuesOfLabels() throws Exception {
    run(
        metric("m", "counter", "<labels>\nl $.v\n</labels>"),
        event("app", 1, "{\"v\":\"a\\\"b\\\\c\\nd\"}"));

    assertThat(samples()).containsExactly("m{l=\"a\\\"b\\\\c\\nd\"} 1.0");
  }

  @Test
  void putsTheLabelsOfThePluginFirst() throws Exception {
    run(
        "<labels>\nenv all\nz 1\n</labels>\n"
            + metric("m", "counter", "<labels>\na ${tag}\nenv own\n</labels>"),
        event("app", 1, "{}"));

    assertThat(samples()).containsExactly("m{env=\"own\",z=\"1\",a=\"app\"} 1.0");
  }

  @Test
  void namesTheWorkerIfThereAreSeveral() throws Exception {
    SystemSettings one = SystemSettings.DEFAULT;
    context.system(
        new SystemSettings(Optional.empty(), 1, 2, one.filePermission(), one.dirPermission()));

    run(metric("m", "counter"), event("app", 1, "{}"));

    assertThat(samples()).containsExactly("m{worker_id=\"1\"} 1.0");
  }

  @Test
  void sendsWhatIsNoNumberToTheErrorStreamAndPassesIt() throws Exception {
    TestEvent text = event("app", 1, "{\"n\":\"1\"}");
    TestEvent negative = event("app", 1, "{\"n\":-1}");

    assertThat(run(metric("m", "counter", "key n"), text, negative))
        .containsExactly(text, negative);
    assertThat(context.failures())
        .extracting(TestContext.Failure::event)
        .containsExactly(text, negative);
    assertThat(context.count("failed_instruments")).isEqualTo(2);
    assertThat(samples()).isEmpty();
  }

  @Test
  void boundsTheNumberOfSeries() throws Exception {
    run(
        metric("m", "counter", "max_series 2", "<labels>\nl $.v\n</labels>"),
        event("app", 1, "{\"v\":1}"),
        event("app", 1, "{\"v\":2}"),
        event("app", 1, "{\"v\":3}"),
        event("app", 1, "{\"v\":2}"));

    assertThat(samples()).containsExactly("m{l=\"1\"} 1.0", "m{l=\"2\"} 2.0");
    assertThat(context.count("capped_series")).isEqualTo(1);
  }

  @Test
  void showsInitializedSeriesAtZero() throws Exception {
    run(
        metric("fixed", "counter", "initialized true", "<labels>\nl x\n</labels>")
            + "\n"
            + metric(
                "filled",
                "summary",
                "key t",
                "initialized true",
                "<labels>\nl x\nm $.method\n</labels>",
                "<initlabels>\nm GET\n</initlabels>",
                "<initlabels>\nm PUT\n</initlabels>"),
        event("app", 1, "{\"t\":2,\"method\":\"PUT\"}"));

    assertThat(samples())
        .containsExactly(
            "fixed{l=\"x\"} 1.0",
            "filled_sum{l=\"x\",m=\"GET\"} 0.0",
            "filled_count{l=\"x\",m=\"GET\"} 0.0",
            "filled_sum{l=\"x\",m=\"PUT\"} 2.0",
            "filled_count{l=\"x\",m=\"PUT\"} 1.0");
  }

  @Test
  void sharesAMetricOfTheSameNameTypeAndDesc() throws Exception {
    run(metric("m", "counter"), event("app", 1, "{}"));
    run(metric("m", "counter"), event("app", 1, "{}"));

    assertThat(samples()).containsExactly("m 2.0");
    assertThatThrownBy(() -> run(metric("m", "gauge", "key x")))
        .hasMessageContaining("m has already been registered as counter type");
    assertThatThrownBy(() -> run(metric("m", "counter").replace("A metric", "Another")))
        .hasMessageContaining("m has already been registered with different docstring");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type gauge|gauge metric 'm' requires 'key' parameter",
        "type histogram;key x;buckets 1, a|'a' is no number",
        "type histogram;key x;buckets 2, 1|must grow",
        "type counter;<labels>;a 1;</labels>;<labels>;b 1;</labels>|at most 1",
        "type counter;<labels>;le 1;</labels>|'le' cannot be the name of a label",
        "type counter;initialized true;<labels>;a $.a;</labels>|<initlabels>",
        "type counter;initialized true;<labels>;a $.a;b 1;</labels>;<initlabels>;a 1;b 2;</initlabels>|'b' is fixed",
        "type counter;initialized true;<initlabels>;c 1;</initlabels>|'c', which is not in <labels>"
      })
  void refusesWhatDoesNotFit(String lines, String reason) {
    String section = "<metric>\nname m\ndesc d\n" + lines.replace(';', '\n') + "\n</metric>";

    assertThatThrownBy(() -> run(section)).hasMessageContaining(reason);
  }
}
