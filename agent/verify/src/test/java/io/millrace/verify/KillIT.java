package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.devstack.DevS3;
import io.millrace.devstack.DevStack;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import io.millrace.net.forward.ForwardClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise behind everything: what was acknowledged to a forward client arrives in both
 * destinations, whenever the agent is killed. Numbered events go in with acknowledgements while the
 * agent is killed with SIGKILL again and again; then every acknowledged number must be in
 * Elasticsearch and in the S3 objects. Events that nobody acknowledged, and second copies, are
 * allowed: at least once.
 */
class KillIT {
  private static final int KILLS = 20;
  private static final int BATCH = 50;
  private static final Duration BETWEEN_KILLS = Duration.ofMillis(1200);
  private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");

  @TempDir Path dir;

  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean sending = new AtomicBoolean(true);
  private final BitSet acknowledged = new BitSet(); // guarded by itself

  @Test
  void whatWasAcknowledgedArrivesInBothDestinationsWheneverTheAgentIsKilled() throws Exception {
    Path objects = Files.createDirectory(dir.resolve("objects"));
    try (DevStack stack =
        DevStack.start(
            DevStack.Options.defaults().withS3(DevS3.Options.defaults().withStore(objects)))) {
      int port = freePort();
      Map<String, String> environment = new HashMap<>(stack.environment());
      environment.put("DIR", dir.toString());
      environment.put("PORT", Integer.toString(port));
      Path config = Files.writeString(dir.resolve("fluent.conf"), resource("kill.conf"));
      try (AgentProcess agent = AgentProcess.start(config, environment)) {
        Thread sender = new Thread(() -> sendUntilToldToStop(port), "sender");
        sender.start();
        killAgainAndAgain(agent);
        sending.set(false);
        sender.join();

        Map<Integer, Integer> inS3 = awaitAll(() -> numbersIn(objects), agent, "S3");
        Map<Integer, Integer> inElasticsearch =
            awaitAll(() -> numbersIn(stack.elasticsearch().url()), agent, "Elasticsearch");
        assertThat(agent.stop()).as(agent.logText()).isZero();
        report(inS3, inElasticsearch);
      }
    }
  }

  private void killAgainAndAgain(AgentProcess agent) throws InterruptedException {
    Random random = new Random(7);
    for (int kill = 0; kill < KILLS; kill++) {
      int before = acknowledgedCount();
      // A kill in the middle of the work: some batches after the restart, at a random instant.
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> acknowledgedCount() > before || !agent.isAlive());
      Duration later = Duration.ofMillis(random.nextInt((int) BETWEEN_KILLS.toMillis()));
      await().pollDelay(later).atMost(later.plusSeconds(5)).until(() -> true);
      assertThat(agent.isAlive()).as("the agent died by itself: %s", agent.logText()).isTrue();
      agent.killAndRestart();
    }
  }

  private int acknowledgedCount() {
    synchronized (acknowledged) {
      return acknowledged.cardinality();
    }
  }

  /**
   * One connection after another; a batch without an acknowledgement is sent again, as every
   * forward client does.
   */
  private void sendUntilToldToStop(int port) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    int from = next.get();
    while (sending.get()) {
      try (ForwardClient client = ForwardClient.connect(address, Duration.ofSeconds(5))) {
        while (sending.get()) {
          String chunk = "chunk-" + from;
          client.packed("kill.test", batch(from), Optional.of(chunk));
          synchronized (acknowledged) {
            acknowledged.set(from, from + BATCH);
          }
          from += BATCH;
          next.set(from);
        }
      } catch (IOException e) {
        // Killed, or not up yet: connect again and send the same batch.
        await().pollDelay(Duration.ofMillis(50)).until(() -> true);
      }
    }
  }

  private static PackedEvents batch(int from) {
    EventsBuilder builder = new EventsBuilder(BATCH * 64);
    for (int n = from; n < from + BATCH; n++) {
      builder.begin(EventTime.ofSeconds(1_700_000_000)).value(Map.of("n", n));
    }
    return builder.build();
  }

  /** How often a number is there, once every acknowledged one is. */
  private Map<Integer, Integer> awaitAll(Source source, AgentProcess agent, String where) {
    Map<Integer, Integer> found = new HashMap<>();
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              found.clear();
              found.putAll(source.numbers());
              BitSet missing = (BitSet) acknowledged.clone();
              found.keySet().forEach(missing::clear);
              assertThat(missing.cardinality())
                  .as(
                      "acknowledged and not in %s: %s; log: %s",
                      where, missing, tail(agent.logText()))
                  .isZero();
            });
    return found;
  }

  @FunctionalInterface
  private interface Source {
    Map<Integer, Integer> numbers() throws Exception;
  }

  private static Map<Integer, Integer> numbersIn(Path objects) throws IOException {
    Map<Integer, Integer> numbers = new HashMap<>();
    try (Stream<Path> files = Files.walk(objects)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".gz")).toList()) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          count(new String(in.readAllBytes(), StandardCharsets.UTF_8), numbers);
        }
      }
    }
    return numbers;
  }

  /** Reads the whole index by scrolling. */
  private static Map<Integer, Integer> numbersIn(URI elasticsearch) throws Exception {
    Map<Integer, Integer> numbers = new HashMap<>();
    HttpClient http = HttpClient.newHttpClient();
    post(http, elasticsearch.resolve("/kill/_refresh"), "");
    String page =
        post(
            http,
            elasticsearch.resolve("/kill/_search?scroll=1m"),
            "{\"size\":10000,\"_source\":[\"n\"]}");
    while (count(page, numbers) > 0) {
      Matcher id = Pattern.compile("\"_scroll_id\":\"([^\"]+)\"").matcher(page);
      assertThat(id.find()).isTrue();
      page =
          post(
              http,
              elasticsearch.resolve("/_search/scroll"),
              "{\"scroll\":\"1m\",\"scroll_id\":\"" + id.group(1) + "\"}");
    }
    return numbers;
  }

  private static String post(HttpClient http, URI uri, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static int count(String text, Map<Integer, Integer> numbers) {
    int found = 0;
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      numbers.merge(Integer.valueOf(matcher.group(1)), 1, Integer::sum);
      found++;
    }
    return found;
  }

  private void report(Map<Integer, Integer> inS3, Map<Integer, Integer> inElasticsearch) {
    System.out.printf(
        "killed %d times: acknowledged %d events, lost 0; duplicates in S3 %d, in Elasticsearch %d%n",
        KILLS, acknowledgedCount(), duplicates(inS3), duplicates(inElasticsearch));
  }

  private static int duplicates(Map<Integer, Integer> numbers) {
    return numbers.values().stream().mapToInt(times -> times - 1).sum();
  }

  private static String tail(String log) {
    List<String> lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = KillIT.class.getResourceAsStream(name)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      java.util.Objects.requireNonNull(in, name).transferTo(out);
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
