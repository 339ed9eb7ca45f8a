package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What SIGKILL at random instants costs the file buffers: nothing that was acknowledged. Numbered
 * events go through every kind of chunk file (with metadata, without, compressed) to files, under
 * load; then each acknowledged number must be there for each kind.
 *
 * <p>{@code -Dmillrace.crash.kills=200} sets how often; few in a normal run.
 */
class CrashIT {
  private static final int KILLS = Integer.getInteger("millrace.crash.kills", 8);
  private static final long SEED = Long.getLong("millrace.crash.seed", 11);
  private static final int LONGEST_RUN_MS = 700;
  private static final List<String> KINDS = List.of("file", "single", "gzip");

  @TempDir Path dir;

  @Test
  void whatWasAcknowledgedOutlivesEveryKill() throws Exception {
    Path out = Files.createDirectory(dir.resolve("out"));
    int port = NumberedSender.freePort();
    Path config = dir.resolve("fluent.conf");
    try (InputStream in = CrashIT.class.getResourceAsStream("crash.conf")) {
      Files.copy(Objects.requireNonNull(in), config);
    }
    Map<String, String> environment = Map.of("DIR", dir.toString(), "PORT", Integer.toString(port));
    try (AgentProcess agent = AgentProcess.start(config, environment)) {
      NumberedSender sender = NumberedSender.start(port, Duration.ZERO);
      killAgainAndAgain(agent, sender);
      sender.stop();

      for (String kind : KINDS) {
        Map<Integer, Integer> arrived = awaitAll(out, kind, sender, agent);
        System.out.printf(
            "%s: killed %d times, acknowledged %d events, lost 0, duplicates %d%n",
            kind, KILLS, sender.count(), arrived.values().stream().mapToInt(n -> n - 1).sum());
      }
      assertThat(agent.stop()).as(agent.logText()).isZero();
      assertThat(agent.logText().lines().filter(line -> line.contains("found broken chunk")))
          .as("only chunks that were killed before their first event")
          .allMatch(
              line -> line.matches(".*err_msg=.*(is empty|no committed event|no whole event).*"));
    }
  }

  private static void killAgainAndAgain(AgentProcess agent, NumberedSender sender)
      throws InterruptedException {
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      int before = sender.count();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> sender.count() > before || !agent.isAlive());
      Duration later = Duration.ofMillis(random.nextInt(LONGEST_RUN_MS));
      await().pollDelay(later).atMost(later.plusSeconds(5)).until(() -> true);
      assertThat(agent.isAlive()).as("the agent died by itself: %s", agent.logText()).isTrue();
      agent.killAndRestart();
    }
  }

  private static Map<Integer, Integer> awaitAll(
      Path out, String kind, NumberedSender sender, AgentProcess agent) {
    Map<Integer, Integer> arrived = new HashMap<>();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              arrived.clear();
              arrived.putAll(numbers(out, kind));
              BitSet missing = sender.missing(arrived);
              assertThat(missing.cardinality())
                  .as("acknowledged, not in %s: %s; log: %s", kind, missing, agent.logText())
                  .isZero();
            });
    return arrived;
  }

  private static Map<Integer, Integer> numbers(Path out, String kind) throws IOException {
    Map<Integer, Integer> numbers = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(out, kind + ".*")) {
      for (Path file : files) {
        Numbers.inFiles(file).forEach((n, times) -> numbers.merge(n, times, Integer::sum));
      }
    }
    return numbers;
  }
}
