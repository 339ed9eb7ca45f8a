package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.devstack.DevS3;
import io.millrace.devstack.DevStack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
  private static final Duration BETWEEN_KILLS = Duration.ofMillis(1200);

  @TempDir Path dir;

  @Test
  void whatWasAcknowledgedArrivesInBothDestinationsWheneverTheAgentIsKilled() throws Exception {
    Path objects = Files.createDirectory(dir.resolve("objects"));
    try (DevStack stack =
        DevStack.start(
            DevStack.Options.defaults().withS3(DevS3.Options.defaults().withStore(objects)))) {
      int port = NumberedSender.freePort();
      Map<String, String> environment = new HashMap<>(stack.environment());
      environment.put("DIR", dir.toString());
      environment.put("PORT", Integer.toString(port));
      Path config = Files.writeString(dir.resolve("fluent.conf"), resource("kill.conf"));
      try (AgentProcess agent = AgentProcess.start(config, environment)) {
        NumberedSender sender = NumberedSender.start(port, Duration.ZERO);
        killAgainAndAgain(agent, sender);
        sender.stop();

        Map<Integer, Integer> inS3 =
            awaitAll(() -> Numbers.inObjects(objects), sender, agent, "S3");
        URI url = stack.elasticsearch().url();
        Map<Integer, Integer> inElasticsearch =
            awaitAll(() -> Numbers.inIndex(url, "kill"), sender, agent, "Elasticsearch");
        assertThat(agent.stop()).as(agent.logText()).isZero();
        report(sender.count(), inS3, inElasticsearch);
      }
    }
  }

  private void killAgainAndAgain(AgentProcess agent, NumberedSender sender)
      throws InterruptedException {
    Random random = new Random(7);
    for (int kill = 0; kill < KILLS; kill++) {
      int before = sender.count();
      // A kill in the middle of the work: some batches after the restart, at a random instant.
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> sender.count() > before || !agent.isAlive());
      Duration later = Duration.ofMillis(random.nextInt((int) BETWEEN_KILLS.toMillis()));
      await().pollDelay(later).atMost(later.plusSeconds(5)).until(() -> true);
      assertThat(agent.isAlive()).as("the agent died by itself: %s", agent.logText()).isTrue();
      agent.killAndRestart();
    }
  }

  /** How often a number is there, once every acknowledged one is. */
  private Map<Integer, Integer> awaitAll(
      Source source, NumberedSender sender, AgentProcess agent, String where) {
    Map<Integer, Integer> found = new HashMap<>();
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              found.clear();
              found.putAll(source.numbers());
              BitSet missing = sender.missing(found);
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

  private static void report(
      int acknowledged, Map<Integer, Integer> inS3, Map<Integer, Integer> inElasticsearch) {
    System.out.printf(
        "killed %d times: acknowledged %d events, lost 0; duplicates in S3 %d, in Elasticsearch %d%n",
        KILLS, acknowledged, duplicates(inS3), duplicates(inElasticsearch));
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
}
