package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.FakeKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code conf/astronomer.conf} as it stands, in a real agent, over the container files in {@code
 * src/test/resources/astronomer}. What comes out is compared with {@code expected.txt} there: time,
 * tag and record of each event, sorted, its offset replaced by a word.
 *
 * <p>Replaced in the configuration: {@code /var/log} and the root directory by directories of the
 * test; the sources that listen, which no line of a file passes, are left out; the address of the
 * Kubernetes API is that of a fake one; the two stores are one file for each tag.
 */
class AstronomerIT {
  private static final Path CONFIG = Path.of("..", "..", "conf", "astronomer.conf");
  private static final Path CASES = Path.of("src", "test", "resources", "astronomer");
  private static final Pattern OFFSET = Pattern.compile("\"offset\":(\"?[^,}]*)");
  private static final Pattern LOG_ID = Pattern.compile("\"log_id\":\"([^\"]*)\"");
  private static final Pattern NAME =
      Pattern.compile(
          "\"kind\": \"(\\w+)\".*?\"name\": \"([^\"]+)\"(?:, \"namespace\": \"([^\"]+)\")?");

  private static final String FILES =
      """
      <match airflow.**>
        @type file
        path OUT/${tag}
        append true
        <format>
          @type out_file
          time_format %Y-%m-%dT%H:%M:%S.%NZ
          utc true
        </format>
        <buffer tag>
          flush_mode immediate
        </buffer>
      </match>
      """;

  @TempDir Path dir;
  private final FakeKubernetes api = new FakeKubernetes();

  @BeforeEach
  void fillCluster() throws IOException {
    for (String object : Files.readAllLines(CASES.resolve("cluster.jsonl"))) {
      Matcher found = NAME.matcher(object);
      assertThat(found.find()).as(object).isTrue();
      if (found.group(1).equals("Pod")) {
        api.pod(found.group(3), found.group(2), "node-1", object);
      } else {
        api.namespace(found.group(2), object);
      }
    }
  }

  @AfterEach
  void close() {
    api.close();
  }

  private String configuration() throws IOException {
    String text = Files.readString(CONFIG);
    String replaced =
        text.replaceAll("(?s)<source>\n  @type (?!tail)\\w+\n.*?</source>\n", "")
            .replace("/var/log/", dir + "/var/log/")
            .replace("/tmp/fluentd-buffers/", dir + "/buffers/")
            .replace(
                "@type kubernetes_metadata",
                "@type kubernetes_metadata\n  kubernetes_url " + api.url())
            .replaceAll(
                "(?s)<match airflow\\.\\*\\*>.*?\n</match>\n",
                Matcher.quoteReplacement(FILES.replace("OUT", dir + "/out")));
    assertThat(replaced).contains("detect_exceptions", api.url(), "@type file", "@type tail");
    assertThat(replaced).doesNotContain("elasticsearch_dynamic", "prometheus_");
    return replaced;
  }

  private List<String> out() throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.isDirectory(dir.resolve("out"))) {
      try (Stream<Path> files = Files.list(dir.resolve("out"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines;
  }

  @Test
  void containerLinesBecomeWhatTheWebInterfaceReads() throws Exception {
    Path logs = Files.createDirectories(dir.resolve("var/log/containers"));
    try (Stream<Path> files = Files.list(CASES.resolve("containers"))) {
      for (Path file : files.toList()) {
        Files.copy(file, logs.resolve(file.getFileName().toString()));
      }
    }
    Path config = Files.writeString(dir.resolve("fluent.conf"), configuration());
    List<String> expected = Files.readAllLines(CASES.resolve("expected.txt"));
    Instant start = Instant.now();

    List<String> lines;
    try (AgentProcess agent = AgentProcess.start(config, Map.of("K8S_NODE_NAME", "node-1"))) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(out())
                      .as(agent.logText())
                      .hasSizeGreaterThanOrEqualTo(expected.size()));
      assertThat(agent.stop()).isZero();
      lines = out();
    }

    assertThat(lines.stream().map(AstronomerIT::withoutOffset).sorted())
        .containsExactlyElementsOf(expected);
    assertOffsets(lines, start);
  }

  @Test
  void theFileAsItIsPassesADryRun() throws Exception {
    Path log = dir.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.millrace.app.Main",
                "-c",
                CONFIG.toString(),
                "--dry-run")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log))
        .contains("finished dry run mode")
        .doesNotContain("is not used");
  }

  private static String withoutOffset(String line) {
    return OFFSET.matcher(line).replaceFirst("\"offset\":NUMBER");
  }

  /** Nanoseconds of the wall clock, growing from line to line of one log_id. */
  private static void assertOffsets(List<String> lines, Instant start) {
    Map<String, List<Long>> offsets = new LinkedHashMap<>();
    for (String line : lines) {
      if (line.contains("\tairflow.task\t")) {
        Matcher id = LOG_ID.matcher(line);
        Matcher offset = OFFSET.matcher(line);
        assertThat(id.find() && offset.find()).as(line).isTrue();
        offsets
            .computeIfAbsent(id.group(1), key -> new ArrayList<>())
            .add(Long.parseLong(offset.group(1)));
      }
    }
    long from = start.getEpochSecond() * 1_000_000_000L;
    assertThat(offsets).hasSizeGreaterThan(3);
    assertThat(offsets)
        .allSatisfy(
            (id, values) ->
                assertThat(values)
                    .as(id)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .allMatch(value -> value >= from));
  }
}
