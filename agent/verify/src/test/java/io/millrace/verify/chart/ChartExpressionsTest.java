package io.millrace.verify.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.ByteSlice;
import io.millrace.event.RubyMatcher;
import io.millrace.event.RubyRegexp;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The patterns the chart writes, tried on what a kubelet and a container runtime write. */
class ChartExpressionsTest {

  private static final ConfSection CONF = RenderedChart.of("").configuration();

  private static final String CONTAINER_ID = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          2026-11-21T10:00:00.123456789Z stdout F hello world|stdout|F|hello world
          2026-11-21T10:00:00.1+01:00 stderr P   a long   |stderr|P|  a long  \s
          2026-11-21T10:00:00.123456789Z stdout F:x tagged|stdout|F:x|tagged
          """)
  void criLine(String line, String stream, String logtag, String log) {
    String expression = CONF.plugin("container_logs").section("parse").params().get("expression");

    assertThat(groups(expression, line))
        .containsEntry("time", line.substring(0, line.indexOf(' ')))
        .containsEntry("stream", stream)
        .containsEntry("logtag", logtag)
        .containsEntry("log", log);
  }

  @Test
  void emptyCriLine() {
    String expression = CONF.plugin("container_logs").section("parse").params().get("expression");

    assertThat(groups(expression, "2026-11-21T10:00:00Z stdout F ")).containsEntry("log", "");
  }

  @Test
  void podFieldsComeFromTheTagOfTheTail() {
    String expression = CONF.plugin("pod_fields").section("parse").params().get("expression");
    String tag = "kubernetes.var.log.containers.web-1.a_shop_side-car-" + CONTAINER_ID + ".log";

    assertThat(groups(expression, tag))
        .containsOnly(
            Map.entry("pod_name", "web-1.a"),
            Map.entry("namespace_name", "shop"),
            Map.entry("container_name", "side-car"),
            Map.entry("container_id", CONTAINER_ID));
  }

  @Test
  void onlyTheAgentsOwnFilesAreExcluded() {
    String excluded = CONF.plugin("container_logs").params().get("exclude_path");
    Object list = new Load(LoadSettings.builder().build()).loadFromString(excluded);
    String glob = (String) ((List<?>) list).get(0);
    PathMatcher own = FileSystems.getDefault().getPathMatcher("glob:" + glob);

    assertThat(own.matches(log("mill-millrace-x7k2p_logging_millrace"))).isTrue();
    assertThat(own.matches(log("mill-millrace-x7k2p_other_millrace"))).isFalse();
    assertThat(own.matches(log("watermill-1_logging_app"))).isFalse();
  }

  private static Path log(String container) {
    return Path.of("/var/log/containers/" + container + "-" + CONTAINER_ID + ".log");
  }

  private static Map<String, String> groups(String expression, String text) {
    RubyRegexp regexp = RubyRegexp.parse(expression);
    RubyMatcher matcher = regexp.matcher();
    assertThat(matcher.find(ByteSlice.utf8(text))).as("%s finds %s", expression, text).isTrue();
    var groups = new LinkedHashMap<String, String>();
    for (int i = 0; i < regexp.names().size(); i++) {
      byte[] group = matcher.group(matcher.named(i)).toBytes();
      groups.put(regexp.names().get(i), new String(group, StandardCharsets.UTF_8));
    }
    return groups;
  }
}
