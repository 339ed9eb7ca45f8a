package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A reload under load: 50 connections send about 10,000 numbered events a second with
 * acknowledgements while the configuration is changed and reloaded 20 times, by HUP and by USR2 in
 * turn. No connection ends, no event is missing, none comes twice.
 */
class ReloadIT {
  private static final int CONNECTIONS = 50;
  private static final int RELOADS = 20;
  private static final int BATCH = 20;
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String RELOADED = "reloaded the configuration";

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"file,1", "memory,1", "memory,2"})
  void noConnectionAndNoEventIsLostByReloads(String buffer, int workers) throws Exception {
    int port = NumberedSender.freePort();
    try (AgentProcess agent =
        AgentProcess.start(write(false), environment(port, buffer, workers))) {
      NumberedSenders senders = startSenders(port);
      long began = System.nanoTime();
      for (int reload = 1; reload <= RELOADS; reload++) {
        senders.awaitMore(5);
        write(reload % 2 == 1);
        agent.signal(reload % 2 == 1 ? "HUP" : "USR2");
        awaitReloads(agent, reload);
      }
      senders.awaitMore(5);
      senders.stop();
      long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
      assertThat(agent.stop()).as(agent.logText()).isZero();

      String what = "%s buffer, workers %d, %d s".formatted(buffer, workers, seconds);
      report(what, senders, Numbers.inFiles(dir.resolve("out")), agent);
    }
  }

  @Test
  void aConfigurationThatIsWrongLeavesEverythingAsItWas() throws Exception {
    int port = NumberedSender.freePort();
    Path config = write(false);
    try (AgentProcess agent = AgentProcess.start(config, environment(port, "memory", 1))) {
      NumberedSenders senders = startSenders(port);
      senders.awaitMore(2);
      Files.writeString(config, "<match **>\n  @type no_such_output\n</match>\n");
      agent.signal("HUP");
      await().atMost(LIMIT).until(() -> agent.logText().contains("the old one stays in use"));
      senders.awaitMore(2);
      senders.stop();
      assertThat(agent.logText()).contains(config + ":1", "no_such_output");
      assertThat(agent.stop()).isZero();

      assertThat(senders.drops()).isZero();
      assertThat(senders.missing(Numbers.inFiles(dir.resolve("out")))).isZero();
    }
  }

  private Map<String, String> environment(int port, String buffer, int workers) {
    return Map.of(
        "DIR", dir.toString(),
        "PORT", Integer.toString(port),
        "BUFFER", buffer,
        "WORKERS", Integer.toString(workers));
  }

  /** Writes the configuration, with a filter and a label more, or without. */
  private Path write(boolean more) throws IOException {
    String text = resource("reload.conf");
    if (more) {
      text +=
          """
          <filter unrelated.**>
            @type grep
            <exclude>
              key message
              pattern /./
            </exclude>
          </filter>
          <label @UNRELATED>
            <match **>
              @type null
            </match>
          </label>
          """;
    }
    Path written = Files.writeString(dir.resolve("new.conf"), text);
    return Files.move(written, dir.resolve("fluent.conf"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static NumberedSenders startSenders(int port) {
    return NumberedSenders.start(CONNECTIONS, port, PERIOD, BATCH, ANSWER);
  }

  private static void awaitReloads(AgentProcess agent, int count) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(agent.logText().lines().filter(line -> line.contains(RELOADED)).count())
                    .as(agent.logText())
                    .isGreaterThanOrEqualTo(count));
  }

  private static void report(
      String what, NumberedSenders senders, Map<Integer, Integer> arrived, AgentProcess agent) {
    int lost = senders.missing(arrived);
    int dropped = senders.drops();
    int twice = arrived.values().stream().mapToInt(times -> times - 1).sum();
    System.out.printf(
        "reloads %d, events %d, lost %d, connections dropped %d, duplicates %d (%s)%n",
        RELOADS, senders.count(), lost, dropped, twice, what);
    assertThat(lost).as("lost; log: %s", agent.logText()).isZero();
    assertThat(dropped).as("connections dropped; log: %s", agent.logText()).isZero();
    assertThat(twice).as("duplicates; log: %s", agent.logText()).isZero();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReloadIT.class.getResourceAsStream(name)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Objects.requireNonNull(in, name).transferTo(out);
      return out.toString(StandardCharsets.UTF_8);
    }
  }
}
