package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.Concurrently;
import io.millrace.testkit.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.fluentd.logger.FluentLogger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.komamitsu.fluency.EventTime;
import org.komamitsu.fluency.Fluency;
import org.komamitsu.fluency.fluentd.FluencyBuilderForFluentd;

/**
 * Clients that other people wrote, against the agent as a process: each sends numbered events in
 * each way it has, and every one must be in the output file. Where a client waits for acks the
 * agent is killed meanwhile, and still nothing may be missing.
 *
 * <p>{@code @fluent-org/logger} needs Node.js and npm; without them its tests are skipped and say
 * so.
 */
class InteropIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int EVENTS = 10_000;
  private static final int KILLED_EVENTS = 6_000;
  private static final int RANGE = 1_000_000;
  private static final long SECONDS = 1_700_000_000;
  private static final long NANOS = 123_456_789;
  private static final String PRECISE = "\"time\":\"1700000000.123456789\"";

  @TempDir static Path dir;
  private static TestKeys keys;
  private static final Map<String, String> ENVIRONMENT = new HashMap<>();
  private static AgentProcess agent;
  private static int first;

  @BeforeAll
  static void startAgent() throws Exception {
    keys = TestKeys.create(dir, "server");
    ENVIRONMENT.put("DIR", dir.toString());
    ENVIRONMENT.put("CERT", keys.certificate().toString());
    ENVIRONMENT.put("KEY", keys.key().toString());
    for (String name : new String[] {"PLAIN", "SECURED", "TLS", "TLS_SECURED"}) {
      ENVIRONMENT.put(name, Integer.toString(NumberedSender.freePort()));
    }
    Path config = dir.resolve("fluent.conf");
    try (InputStream in = InteropIT.class.getResourceAsStream("interop.conf")) {
      Files.copy(Objects.requireNonNull(in), config, StandardCopyOption.REPLACE_EXISTING);
    }
    agent = AgentProcess.start(config, ENVIRONMENT);
    awaitReady(1);
    System.out.printf("%-22s %-40s %10s %10s%n", "client", "feature", "sent", "received");
  }

  @AfterAll
  static void stopAgent() throws InterruptedException {
    assertThat(agent.stop()).as(agent.logText()).isZero();
    agent.close();
  }

  private static void awaitReady(int starts) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                agent.logText().lines().filter(line -> line.contains("listening port")).count()
                    >= 4L * starts);
  }

  private static int port(String name) {
    return Integer.parseInt(Objects.requireNonNull(ENVIRONMENT.get(name)));
  }

  /** Each row has numbers of its own. */
  private static int nextRange() {
    first += RANGE;
    return first;
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, false, false",
    "PLAIN, true, false",
    "PLAIN, true, true",
    "TLS, false, false",
    "TLS, true, true"
  })
  void fluency(String port, boolean ack, boolean precise) throws Exception {
    int from = nextRange();
    String feature = port + (ack ? ", ack" : "") + (precise ? ", EventTime" : "");

    try (Fluency fluency = fluency(port, ack)) {
      emit(fluency, from, EVENTS, precise);
      fluency.flush();
      assertThat(fluency.waitUntilAllBufferFlushed(60)).as("flushed").isTrue();
    }

    report("Fluency", feature, from, EVENTS, precise);
  }

  private static Fluency fluency(String port, boolean ack) throws Exception {
    FluencyBuilderForFluentd builder = new FluencyBuilderForFluentd();
    builder.setAckResponseMode(ack);
    builder.setFlushAttemptIntervalMillis(100);
    builder.setReadTimeoutMilli(2_000);
    builder.setSenderMaxRetryCount(30);
    builder.setSenderMaxRetryIntervalMillis(1_000);
    builder.setBufferChunkInitialSize(1 << 14);
    builder.setBufferChunkRetentionSize(1 << 16);
    if (port.startsWith("TLS")) {
      builder.setSslEnabled(true);
      builder.setSslSocketFactory(keys.trusted().getSocketFactory());
    }
    return builder.build(loopback(), port(port));
  }

  private static void emit(Fluency fluency, int from, int count, boolean precise)
      throws IOException {
    for (int n = from; n < from + count; n++) {
      Map<String, Object> event = Map.of("n", n);
      if (precise) {
        fluency.emit("interop.fluency", EventTime.fromEpoch(SECONDS, NANOS), event);
      } else {
        fluency.emit("interop.fluency", SECONDS, event);
      }
    }
  }

  @Test
  void fluencyLosesNothingWhenTheAgentIsKilled() throws Exception {
    int from = nextRange();
    CompletableFuture<Integer> sent =
        Concurrently.call(
            () -> {
              try (Fluency fluency = fluency("PLAIN", true)) {
                for (int group = 0; group < KILLED_EVENTS; group += 100) {
                  emit(fluency, from + group, 100, false);
                  await().pollDelay(Duration.ofMillis(100)).until(() -> true);
                }
                fluency.flush();
                assertThat(fluency.waitUntilAllBufferFlushed(60)).as("flushed").isTrue();
                return KILLED_EVENTS;
              }
            });

    killMeanwhile(sent, from);

    report("Fluency", "PLAIN, ack, agent killed", from, sent.join(), false);
  }

  /** Kills the agent when some of the events have arrived and others not. */
  private static void killMeanwhile(CompletableFuture<Integer> sent, int from) throws Exception {
    await().atMost(LIMIT).until(() -> received(from, KILLED_EVENTS).size() > 0 || sent.isDone());
    assertThat(sent).as("still sending when the agent is killed").isNotDone();
    long before = agent.logText().lines().filter(line -> line.contains("listening port")).count();
    agent.killAndRestart();
    awaitReady((int) (before / 4) + 1);
  }

  @Test
  void fluentLogger() throws Exception {
    int from = nextRange();
    FluentLogger logger = FluentLogger.getLogger("interop", loopback(), port("PLAIN"));
    for (int n = from; n < from + EVENTS; n++) {
      assertThat(logger.log("java", Map.of("n", n), SECONDS)).isTrue();
    }
    logger.flush();

    report("fluent-logger (Java)", "PLAIN, Message", from, EVENTS, false);
    logger.close();
  }

  @Test
  void fluentLoggerConnectsAgainWhenTheAgentIsBack() throws Exception {
    FluentLogger logger = FluentLogger.getLogger("interop", loopback(), port("PLAIN"));
    int before = nextRange();
    assertThat(logger.log("java", Map.of("n", before), SECONDS)).isTrue();
    logger.flush();
    await().atMost(LIMIT).until(() -> received(before, 1).size() == 1);
    assertThat(agent.stop()).as(agent.logText()).isZero();
    long starts = agent.logText().lines().filter(line -> line.contains("listening port")).count();
    int from = nextRange();
    for (int n = from; n < from + EVENTS; n++) {
      logger.log("java", Map.of("n", n), SECONDS); // false: it could not send, and keeps the event
    }
    agent.startAgain();
    awaitReady((int) (starts / 4) + 1);

    // It learns that its connection is dead from a failing write; what it had written there before
    // is lost, without acks. Then it connects, when its own waiting time is over.
    int later = nextRange();
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              logger.log("java", Map.of("n", later), SECONDS);
              logger.flush();
              return received(later, 1).size() == 1;
            });
    await().atMost(LIMIT).until(() -> received(from, EVENTS).size() >= EVENTS - 2);
    System.out.printf(
        "%-22s %-40s %10d %10d%n",
        "fluent-logger (Java)",
        "PLAIN, agent restarted, no acks",
        EVENTS,
        received(from, EVENTS).size());
    logger.close();
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, Message, false, false",
    "PLAIN, Forward, true, false",
    "PLAIN, PackedForward, false, true",
    "PLAIN, PackedForward, true, true",
    "PLAIN, CompressedPackedForward, true, true",
    "SECURED, PackedForward, true, false",
    "SECURED, CompressedPackedForward, true, true",
    "TLS, PackedForward, true, false",
    "TLS, Message, true, true",
    "TLS_SECURED, CompressedPackedForward, true, true"
  })
  void nodeLogger(String port, String mode, boolean ack, boolean precise) throws Exception {
    NodeLogger logger = nodeLogger();
    int from = nextRange();

    int sent = logger.send(run(port, mode, ack, precise, from, EVENTS, 0));

    assertThat(sent).isEqualTo(EVENTS);
    String feature = port + ", " + mode + (ack ? ", ack" : "") + (precise ? ", EventTime" : "");
    report("@fluent-org/logger", feature, from, EVENTS, precise);
  }

  @Test
  void nodeLoggerLosesNothingWhenTheAgentIsKilled() throws Exception {
    NodeLogger logger = nodeLogger();
    int from = nextRange();
    CompletableFuture<Integer> sent =
        Concurrently.call(
            () ->
                logger.send(
                    run("SECURED", "PackedForward", true, false, from, KILLED_EVENTS, 100)));

    killMeanwhile(sent, from);

    report("@fluent-org/logger", "SECURED, ack, agent killed", from, sent.join(), false);
  }

  private static NodeLogger nodeLogger() throws IOException, InterruptedException {
    Optional<String> obstacle = NodeLogger.obstacle();
    Assumptions.assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    return NodeLogger.install(Path.of("target", "interop-node"));
  }

  private static String run(
      String port, String mode, boolean ack, boolean precise, int from, int count, int every) {
    String tls = port.startsWith("TLS") ? ",\"tls\":{\"servername\":\"localhost\",\"ca\":%s}" : "";
    String security =
        port.endsWith("SECURED")
            ? ",\"security\":{\"clientHostname\":\"node\",\"sharedKey\":\"common\","
                + "\"username\":\"kube\",\"password\":\"hunter22\"}"
            : "";
    String retry = ",\"eventRetry\":{\"attempts\":60,\"delay\":100,\"maxDelay\":1000}";
    return "{\"tag\":\"interop.node\",\"first\":%d,\"count\":%d,\"eventTime\":%b,\"every\":%d"
            .formatted(from, count, precise, every)
        + ",\"options\":{\"eventMode\":\"%s\"".formatted(mode)
        + (ack ? ",\"ack\":{\"ackTimeout\":5000}" + retry : "")
        + security
        + ",\"socket\":{\"host\":\"%s\",\"port\":%d".formatted(loopback(), port(port))
        + tls.formatted(certificate())
        + "}}}";
  }

  /** As a JSON string. */
  private static String certificate() {
    try {
      return "\"" + Files.readString(keys.certificate()).replace("\n", "\\n") + "\"";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String loopback() {
    return InetAddress.getLoopbackAddress().getHostAddress();
  }

  private static void report(String client, String feature, int from, int sent, boolean precise) {
    try {
      await().atMost(LIMIT).until(() -> received(from, sent).size() == sent);
    } finally {
      System.out.printf(
          "%-22s %-40s %10d %10d%n", client, feature, sent, received(from, sent).size());
    }
    if (precise) {
      assertThat(line(from)).contains(PRECISE);
    }
  }

  /** The numbers from {@code from} on that are in the output, and how often each is. */
  private static Map<Integer, Integer> received(int from, int count) {
    try {
      if (!Files.isDirectory(dir.resolve("out"))) {
        return Map.of();
      }
      Map<Integer, Integer> found = Numbers.inFiles(dir.resolve("out"));
      found.keySet().removeIf(n -> n < from || n >= from + count);
      return found;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String line(int number) {
    try (Stream<Path> files = Files.walk(dir.resolve("out"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Optional<String> line =
            Files.readAllLines(file).stream()
                .filter(text -> text.contains("\"n\":" + number + ","))
                .findFirst();
        if (line.isPresent()) {
          return line.get();
        }
      }
      return "";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
