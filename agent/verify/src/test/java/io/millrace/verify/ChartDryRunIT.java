package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.verify.chart.RenderedChart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent accepts what the chart renders. */
class ChartDryRunIT {
  private static final String S3 =
      """
      s3:
        enabled: true
        role_arn: arn:aws:iam::123456789012:role/logs
        role_session_name: millrace
        s3_bucket: logs
        s3_region: eu-central-1
      """;

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"", S3})
  void theRenderedConfigurationPassesADryRun(String values) throws Exception {
    Path config =
        Files.writeString(dir.resolve("fluent.conf"), RenderedChart.of(values).fluentConf());
    Path log = dir.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.millrace.app.Main"));
    command.addAll(List.of("-c", config.toString(), "--dry-run"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(Map.of("K8S_NODE_NAME", "node-1"));
    Process process = builder.start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log))
        .contains("finished dry run mode")
        .doesNotContain("is not used");
  }
}
