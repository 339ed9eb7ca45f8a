package io.millrace.plugins.output;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.BufferStatus;
import io.millrace.api.Monitor;
import io.millrace.api.PluginStatus;
import io.millrace.api.PluginStatus.Reading;
import io.millrace.api.RetryStatus;
import io.millrace.api.Tag;
import io.millrace.testkit.GraphDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin can see of the others. */
class MonitorTest {
  private static final String CONFIGURATION =
      """
      <label @L>
        <filter **>
          @type record_transformer
          @id label_filter
        </filter>
        <match **>
          @type null
          @id label_out
        </match>
      </label>
      <filter app.**>
        @type grep
        @id grep
        <regexp>
          key level
          pattern /error/
        </regexp>
      </filter>
      <match app.**>
        @type copy
        @id both
        <store>
          @type null
          @id direct
        </store>
        <store>
          @type null
          @id buffered
          <buffer time>
            timekey 1h
          </buffer>
          <secondary>
            @type secondary_file
            directory /nowhere
          </secondary>
        </store>
      </match>
      <match moved.**>
        @type relabel
        @id moved
        @label @L
      </match>
      <source>
        @type sample
        @id in
        tag none
        rate 1
        sample {"a":1}
        @label @L
      </source>
      """;

  private static PluginStatus plugin(GraphDriver driver, String id) {
    return driver.graph().monitor().plugins().stream()
        .filter(status -> status.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void showsPluginsInFluentdsOrderWithoutSecondaries() {
    try (GraphDriver driver = GraphDriver.of(CONFIGURATION)) {
      assertThat(driver.graph().monitor().plugins())
          .extracting(PluginStatus::id)
          .containsExactly(
              "in", "both", "direct", "buffered", "moved", "grep", "label_out", "label_filter");
      assertThat(plugin(driver, "both").hasStores()).isTrue();
      assertThat(plugin(driver, "moved").hasStores()).isFalse();
      assertThat(plugin(driver, "grep").category()).isEqualTo("filter");
    }
  }

  @Test
  void countsWhatPassesEachPlugin() throws Exception {
    try (GraphDriver driver = GraphDriver.of(CONFIGURATION)) {
      driver.emit(
          event("app", 1, "{\"level\":\"error\"}"),
          event("app", 2, "{\"level\":\"info\"}"),
          event("moved", 3, "{\"a\":1}"));

      assertThat(plugin(driver, "grep").counter("emit_records")).hasValue(1);
      assertThat(plugin(driver, "both").counter("emit_count")).hasValue(1);
      assertThat(plugin(driver, "direct").counter("emit_records")).hasValue(1);
      assertThat(plugin(driver, "moved").counter("emit_records")).hasValue(1);
      assertThat(plugin(driver, "label_out").counter("emit_records")).hasValue(1);
    }
  }

  @Test
  void countsBytesOnlyIfTold() throws Exception {
    String sizes = "<system>\nenable_size_metrics true\n</system>\n";
    int bytes = 1 + 10 + 13; // pair, time, {"level":"error"}
    try (GraphDriver with = GraphDriver.of(sizes + CONFIGURATION);
        GraphDriver without = GraphDriver.of(CONFIGURATION)) {
      with.emit(event("app", 1, "{\"level\":\"error\"}"));
      without.emit(event("app", 1, "{\"level\":\"error\"}"));

      assertThat(plugin(with, "grep").counter("emit_size")).hasValue(bytes);
      assertThat(plugin(with, "direct").counter("emit_size")).hasValue(bytes);
      assertThat(plugin(without, "grep").counter("emit_size")).hasValue(0);
      assertThat(plugin(without, "direct").counter("emit_size")).hasValue(0);
    }
  }

  @Test
  void showsTheBufferWithItsTimekeys() throws Exception {
    try (GraphDriver driver = GraphDriver.of(CONFIGURATION)) {
      driver.emit(
          event("app", 7300, "{\"level\":\"error\"}"), event("app", 10, "{\"level\":\"error\"}"));

      BufferStatus buffer = plugin(driver, "buffered").buffer().orElseThrow();

      assertThat(buffer.timekeys()).containsExactly(0L, 7200L);
      assertThat(buffer.stageLength()).isEqualTo(2);
      assertThat(buffer.totalBytes()).isEqualTo(48);
      assertThat(buffer.availableRatio()).isEqualTo(100.0);
      assertThat(buffer.oldest()).isPresent();
      assertThat(plugin(driver, "direct").buffer()).isEmpty();
    }
  }

  @Test
  void findsTheOutputOfATag() {
    try (GraphDriver driver = GraphDriver.of(CONFIGURATION)) {
      Monitor monitor = driver.graph().monitor();

      assertThat(monitor.outputOf(Tag.of("moved.x")).map(PluginStatus::id)).hasValue("moved");
      assertThat(monitor.outputOf(Tag.of("app")).map(PluginStatus::id)).hasValue("both");
      assertThat(monitor.outputOf(Tag.of("other"))).isEmpty();
    }
  }

  @Test
  void showsParametersAsTheyWereWritten() {
    try (GraphDriver driver = GraphDriver.of(CONFIGURATION)) {
      assertThat(plugin(driver, "in").parameters())
          .containsEntry("@type", "sample")
          .containsEntry("tag", "none")
          .containsEntry("@label", "@L");
      assertThat(plugin(driver, "in").gauges()).extracting(Reading::name).doesNotContain("tag");
    }
  }

  @Test
  void showsTheRetryWhileDeliveriesFail(@TempDir Path dir) throws Exception {
    String configuration =
        """
        <match **>
          @type file
          @id failing
          path %s/${tag}/out
          <buffer tag>
            flush_mode immediate
          </buffer>
        </match>
        """
            .formatted(dir);
    try (GraphDriver driver = GraphDriver.of(configuration).start()) {
      Files.writeString(dir.resolve("app"), "a file where a directory is wanted");
      driver.emit(event("app", 1, "{}"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> plugin(driver, "failing").retry().isPresent());

      RetryStatus retry = plugin(driver, "failing").retry().orElseThrow();

      assertThat(retry.next()).isAfter(retry.start());
      assertThat(plugin(driver, "failing").counter(PluginStatus.ERRORS).orElse(0)).isPositive();
      assertThat(retry.steps()).isNotNegative();
    }
  }
}
