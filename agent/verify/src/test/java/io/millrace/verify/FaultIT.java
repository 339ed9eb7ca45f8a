package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.devstack.AwsError;
import io.millrace.devstack.DevS3;
import io.millrace.devstack.DevStack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a fault of one destination may cost: nothing but a delay of that destination. A forward
 * client sends numbered events all the time, which go to Elasticsearch and, under an assumed role,
 * to S3. Whatever is broken, the other destination gets everything meanwhile; afterwards everything
 * is in both; and the log says which plugin, why and when it goes on, once when it begins and once
 * when it ends, however many events, chunks and tries there were.
 */
class FaultIT {
  /** Lines about one fault: its begin, its end, and a few if the reason changes on the way. */
  private static final int HANDFUL = 6;

  /** Several tries, by the retry settings of fault.conf, and many chunks. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(20);

  @TempDir static Path shared;
  private static Path objects;
  private static DevStack stack;

  @TempDir Path dir;
  private String run;
  private boolean elasticsearchIsDown;
  private boolean s3IsDown;
  private NumberedSender sender;
  private AgentProcess agent;

  @BeforeAll
  static void startServers() throws IOException {
    objects = Files.createDirectory(shared.resolve("objects"));
    stack =
        DevStack.start(
            DevStack.Options.defaults().withS3(DevS3.Options.defaults().withStore(objects)));
  }

  @AfterAll
  static void endServers() {
    stack.close();
  }

  @BeforeEach
  void nameTheRun(TestInfo test) {
    run = "run-" + Math.abs(test.getDisplayName().hashCode());
  }

  @AfterEach
  void endProcesses() throws InterruptedException {
    sender.stop();
    agent.close();
    stack.s3().recover();
    stack.sts().recover();
    if (s3IsDown) {
      bringUpS3();
    }
    if (elasticsearchIsDown) {
      bringUpElasticsearch();
    }
  }

  private void takeDownElasticsearch() {
    stack.elasticsearch().goDown();
    elasticsearchIsDown = true;
  }

  private void bringUpElasticsearch() {
    stack.elasticsearch().comeUp();
    elasticsearchIsDown = false;
  }

  private void takeDownS3() {
    stack.s3().goDown();
    s3IsDown = true;
  }

  private void bringUpS3() {
    stack.s3().comeUp();
    s3IsDown = false;
  }

  @Test
  void elasticsearchIsDownWhenTheAgentStarts() throws Exception {
    takeDownElasticsearch();
    startAgentAndSender();

    awaitTrouble("es", "Connection refused");
    assertFlowsOn(Where.S3);

    bringUpElasticsearch();
    assertNothingIsLost();
    assertLoggedOnce("es");
    assertQuiet("s3");
  }

  @Test
  void elasticsearchGoesDownUnderLoad() throws Exception {
    startAgentAndSender();
    assertFlowsOn(Where.ELASTICSEARCH);

    takeDownElasticsearch();
    awaitTrouble("es", "");
    assertFlowsOn(Where.S3);

    bringUpElasticsearch();
    assertNothingIsLost();
    assertLoggedOnce("es");
    assertQuiet("s3");
  }

  @Test
  void s3DeniesAccess() throws Exception {
    startAgentAndSender();
    assertFlowsOn(Where.S3);

    stack.s3().fail(AwsError.ACCESS_DENIED);
    awaitTrouble("s3", "AccessDenied");
    assertFlowsOn(Where.ELASTICSEARCH);

    stack.s3().recover();
    assertNothingIsLost();
    assertLoggedOnce("s3");
    assertQuiet("es");
  }

  @Test
  void s3AsksToSlowDown() throws Exception {
    startAgentAndSender();
    assertFlowsOn(Where.S3);

    stack.s3().fail(AwsError.SLOW_DOWN);
    awaitTrouble("s3", "SlowDown");
    assertFlowsOn(Where.ELASTICSEARCH);

    stack.s3().recover();
    assertNothingIsLost();
    assertLoggedOnce("s3");
    assertQuiet("es");
  }

  @Test
  void s3RefusesConnections() throws Exception {
    startAgentAndSender();
    assertFlowsOn(Where.S3);

    takeDownS3();
    awaitTrouble("s3", "Connection refused");
    assertFlowsOn(Where.ELASTICSEARCH);

    bringUpS3();
    assertNothingIsLost();
    assertLoggedOnce("s3");
    assertQuiet("es");
  }

  @Test
  void stsRefusesTheRoleFromTheStart() throws Exception {
    stack.sts().fail(AwsError.ACCESS_DENIED);
    startAgentAndSender();

    awaitTrouble("s3", "STS gave no credentials: AccessDenied");
    assertFlowsOn(Where.ELASTICSEARCH);

    stack.sts().recover();
    assertNothingIsLost();
    assertLoggedOnce("s3");
    assertQuiet("es");
  }

  @Test
  void stsRefusesToRenewCredentials() throws Exception {
    stack.sts().issueFor(Duration.ofSeconds(63));
    startAgentAndSender();
    assertFlowsOn(Where.S3);

    stack.sts().fail(AwsError.ACCESS_DENIED);
    awaitTrouble("s3", "STS gave no credentials: AccessDenied");
    assertFlowsOn(Where.ELASTICSEARCH);

    stack.sts().recover();
    assertNothingIsLost();
    assertLoggedOnce("s3");
    assertQuiet("es");
  }

  @Test
  void bothAreDown() throws Exception {
    startAgentAndSender();
    assertFlowsOn(Where.S3);

    takeDownElasticsearch();
    takeDownS3();
    awaitTrouble("es", "");
    awaitTrouble("s3", "Connection refused");
    assertAcknowledges();

    bringUpS3();
    assertFlowsOn(Where.S3);
    bringUpElasticsearch();
    assertNothingIsLost();
    assertLoggedOnce("es");
    assertLoggedOnce("s3");
  }

  @Test
  void theAgentIsStoppedAndStartedWhileS3IsDown() throws Exception {
    startAgentAndSender();
    assertFlowsOn(Where.S3);

    takeDownS3();
    awaitTrouble("s3", "Connection refused");
    assertThat(agent.stop(Duration.ofSeconds(15))).as(agent.logText()).isZero();
    assertLoggedFailuresOf("s3", 1);
    agent.startAgain();
    assertFlowsOn(Where.ELASTICSEARCH);

    bringUpS3();
    assertNothingIsLost();
    assertLoggedFailuresOf("s3", 2);
    assertQuiet("es");
  }

  private enum Where {
    ELASTICSEARCH,
    S3
  }

  private Map<Integer, Integer> numbersIn(Where where) throws Exception {
    return where == Where.S3
        ? Numbers.inObjects(objects.resolve(stack.bucket()).resolve(run))
        : Numbers.inIndex(stack.elasticsearch().url(), run);
  }

  private void startAgentAndSender() throws IOException {
    int port = NumberedSender.freePort();
    Map<String, String> environment = new HashMap<>(stack.environment());
    environment.put("DIR", dir.toString());
    environment.put("PORT", Integer.toString(port));
    environment.put("RUN", run);
    Path config = dir.resolve("fluent.conf");
    try (InputStream in = FaultIT.class.getResourceAsStream("fault.conf")) {
      Files.copy(Objects.requireNonNull(in), config);
    }
    agent = AgentProcess.start(config, environment);
    sender = NumberedSender.start(port, PAUSE);
  }

  /** Waits until the agent has said what is wrong, and then so long that there are more tries. */
  private void awaitTrouble(String id, String reason) {
    patiently().until(() -> lines(id).stream().anyMatch(line -> line.contains(reason)));
    await().pollDelay(LONG_ENOUGH).atMost(LONG_ENOUGH.plusSeconds(5)).until(agent::isAlive);
  }

  /** Everything acknowledged by now, and something acknowledged after now, arrives there. */
  private void assertFlowsOn(Where where) {
    int before = sender.count();
    patiently()
        .untilAsserted(
            () -> {
              Map<Integer, Integer> arrived = numbersIn(where);
              BitSet missing = sender.missing(arrived);
              missing.clear(before, Integer.MAX_VALUE);
              assertThat(missing.cardinality()).as(tail()).isZero();
              assertThat(arrived).as(tail()).hasSizeGreaterThan(before);
            });
  }

  /** The file buffers take events while nothing goes out. */
  private void assertAcknowledges() {
    int before = sender.count();
    patiently().until(() -> sender.count() > before);
  }

  private void assertNothingIsLost() throws Exception {
    sender.stop();
    for (Where where : Where.values()) {
      patiently()
          .untilAsserted(
              () ->
                  assertThat(sender.missing(numbersIn(where)).cardinality())
                      .as("acknowledged and not in %s; log: %s", where, tail())
                      .isZero());
    }
    assertThat(sender.count()).isPositive();
  }

  private void assertLoggedOnce(String id) {
    assertLoggedFailuresOf(id, 1);
    assertThat(lines(id)).filteredOn(line -> line.contains("retry succeeded")).hasSize(1);
    assertThat(lines(id).get(lines(id).size() - 1)).contains("retry succeeded");
  }

  /** {@code starts}: how often the agent came upon the fault. */
  private void assertLoggedFailuresOf(String id, int starts) {
    List<String> lines = lines(id);
    assertThat(lines)
        .filteredOn(line -> line.contains("next_retry_time="))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("error="));
    assertThat(lines).hasSizeLessThanOrEqualTo(starts * HANDFUL);
  }

  private void assertQuiet(String id) {
    assertThat(lines(id)).isEmpty();
  }

  /** What the log says of the plugin. */
  private List<String> lines(String id) {
    return agent.logText().lines().filter(line -> line.contains("[" + id + "]")).toList();
  }

  private String tail() {
    List<String> lines = agent.logText().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(300));
  }
}
