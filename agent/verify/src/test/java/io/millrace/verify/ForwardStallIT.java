package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A destination that stands still (SIGSTOP: its kernel still takes connections and bytes, as a
 * machine under swap does) while 50 connections send as fast as they are acknowledged. The agent
 * must slow its senders down instead of growing, drop none of them, lose nothing, and go on when
 * the destination does.
 *
 * <p>{@code -Dmillrace.stall.seconds=60} makes the stall as long as one wants.
 */
class ForwardStallIT {
  private static final int CONNECTIONS = 50;
  private static final int BATCH = 200;
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration ANSWER = Duration.ofSeconds(600);
  private static final Duration STALL =
      Duration.ofSeconds(Integer.getInteger("millrace.stall.seconds", 5));

  /**
   * The process has 256 MiB of heap, of which this configuration may fill 2 MiB with chunks and a
   * quarter with what is on its way from sockets; the rest is what a JVM needs beside its heap:
   * code, classes, stacks, and buffers of sockets. A buffer that grew would pass it soon.
   */
  private static final long BUDGET_KIB = (256 + 144) << 10;

  @TempDir Path dir;

  @Test
  void aStalledDestinationSlowsItsSendersAndNothingIsLost() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs Linux's /proc");
    int port = NumberedSender.freePort();
    Map<String, String> environment =
        Map.of(
            "DIR", dir.toString(),
            "PORT", Integer.toString(port),
            "DESTINATION", Integer.toString(NumberedSender.freePort()));
    try (AgentProcess destination = start("forward-stall-destination", environment);
        AgentProcess agent = start("forward-stall-source", environment)) {
      NumberedSenders senders =
          NumberedSenders.start(CONNECTIONS, port, Duration.ZERO, BATCH, ANSWER);
      senders.awaitMore(2);
      destination.signal("STOP");
      int atStall = senders.count();
      awaitStandstill(senders, Duration.ofSeconds(2));
      int standing = senders.count();
      await().pollDelay(STALL).atMost(STALL.plus(LIMIT)).until(() -> true);
      int stillStanding = senders.count();
      long resumed = System.nanoTime();
      destination.signal("CONT");
      senders.awaitMore(1);
      long recovery = Duration.ofNanos(System.nanoTime() - resumed).toMillis();
      senders.stop();
      long peak = peak(agent);
      assertThat(agent.stop(LIMIT)).as(agent.logText()).isZero();
      assertThat(destination.stop(LIMIT)).as(destination.logText()).isZero();

      report(senders, atStall, standing, recovery, peak);
      assertThat(stillStanding).as("events taken while everything is full").isEqualTo(standing);
      assertThat(peak).as("peak of resident memory in KiB").isLessThan(BUDGET_KIB);
    }
  }

  private AgentProcess start(String name, Map<String, String> environment) throws IOException {
    Path config = Files.createDirectories(dir.resolve(name)).resolve("fluent.conf");
    try (InputStream in = ForwardStallIT.class.getResourceAsStream(name + ".conf")) {
      Files.copy(Objects.requireNonNull(in, name), config);
    }
    return AgentProcess.start(config, environment);
  }

  /** Until nobody has had anything acknowledged for {@code time}. */
  private static void awaitStandstill(NumberedSenders senders, Duration time) {
    await()
        .during(time)
        .atMost(LIMIT)
        .pollInterval(time)
        .until(
            new java.util.concurrent.Callable<Boolean>() {
              private int last = -1;

              @Override
              public Boolean call() {
                int before = last;
                last = senders.count();
                return before == last;
              }
            });
  }

  /** VmHWM, in KiB. */
  private static long peak(AgentProcess agent) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + agent.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private void report(NumberedSenders senders, int atStall, int standing, long recovery, long peak)
      throws IOException {
    Map<Integer, Integer> arrived = Numbers.inFiles(dir.resolve("out"));
    int lost = senders.missing(arrived);
    int twice = arrived.values().stream().mapToInt(times -> times - 1).sum();
    System.out.printf(
        "destination stopped %d s and until nothing moved: %d connections, %d events acknowledged,"
            + " %d of them while it was stopped, lost %d, duplicates %d, connections dropped %d,"
            + " recovered in %d ms, peak RSS %d KiB%n",
        STALL.toSeconds(),
        CONNECTIONS,
        senders.count(),
        standing - atStall,
        lost,
        twice,
        senders.drops(),
        recovery,
        peak);
    assertThat(lost).as("acknowledged events that are lost").isZero();
    assertThat(senders.drops()).as("connections of senders dropped").isZero();
  }
}
