package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.net.forward.ForwardClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A destination that takes connections and does not answer, while four clients send as fast as they
 * can to an agent with a memory buffer whose own limit is larger than the heap: the agent stops
 * reading, stays alive and small, and when the destination answers, everything sent arrives.
 *
 * <p>{@code -Dmillrace.stall.seconds=60} sets how long; short in a normal run.
 */
@EnabledOnOs(OS.LINUX) // memory is read from /proc
class StallIT {
  private static final Duration STALL =
      Duration.ofSeconds(Long.getLong("millrace.stall.seconds", 5));

  /** AgentProcess gives its agents this heap; half of it is the memory budget. */
  private static final long HEAP_MB = 256;

  /** Beside the heap: code, classes, threads, sockets. */
  private static final long REST_MB = 250;

  private static final int CLIENTS = 4;
  private static final int BATCH = 1000;

  @TempDir Path dir;
  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private HttpServer sink;
  private volatile boolean sending = true;

  @BeforeEach
  void startSink() throws IOException {
    sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sink.setExecutor(Executors.newCachedThreadPool());
    sink.createContext("/", this::take);
    sink.start();
  }

  @AfterEach
  void endSink() {
    answers.countDown();
    sink.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try {
      answers.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    long lines = 0;
    byte[] window = new byte[1 << 16];
    try (InputStream body = exchange.getRequestBody()) {
      for (int n = body.read(window); n >= 0; n = body.read(window)) {
        for (int i = 0; i < n; i++) {
          lines += window[i] == '\n' ? 1 : 0;
        }
      }
    }
    received.addAndGet(lines);
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @Test
  void memoryStaysBoundedWhileTheDestinationIsStalledAndNothingIsLost() throws Exception {
    int port = NumberedSender.freePort();
    Path config = dir.resolve("fluent.conf");
    try (InputStream in = StallIT.class.getResourceAsStream("stall.conf")) {
      Files.copy(Objects.requireNonNull(in), config);
    }
    Map<String, String> environment =
        Map.of(
            "PORT", Integer.toString(port), "SINK", Integer.toString(sink.getAddress().getPort()));
    try (AgentProcess agent = AgentProcess.start(config, environment)) {
      List<Thread> clients = startClients(port);
      awaitStandstill();
      await().pollDelay(STALL).atMost(STALL.plusSeconds(10)).until(() -> true);

      assertThat(agent.isAlive()).as(agent.logText()).isTrue();
      assertThat(received).hasValue(0);
      long stalledMb = peakMb(agent.pid());
      assertThat(stalledMb).isLessThan(HEAP_MB + REST_MB);

      answers.countDown();
      sending = false;
      for (Thread client : clients) {
        client.join();
      }
      await()
          .atMost(Duration.ofSeconds(120))
          .untilAsserted(() -> assertThat(received).as(agent.logText()).hasValue(sent.get()));
      System.out.printf(
          "stalled for %d s: took %d events, peak RSS %d MB while stalled, %d MB in all%n",
          STALL.toSeconds(), sent.get(), stalledMb, peakMb(agent.pid()));
      assertThat(peakMb(agent.pid())).isLessThan(HEAP_MB + REST_MB);
      assertThat(agent.stop()).as(agent.logText()).isZero();
    }
  }

  /** Until the agent reads no more: its memory budget is full. */
  private void awaitStandstill() {
    AtomicLong before = new AtomicLong();
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
  }

  private List<Thread> startClients(int port) {
    ByteSlice batch = batch();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread client = new Thread(() -> send(port, batch), "client-" + i);
      client.start();
      clients.add(client);
    }
    return clients;
  }

  /** Whole batches, over one connection that is ended, not broken, at last. */
  private void send(int port, ByteSlice batch) {
    try (Socket socket = connect(port)) {
      while (sending) {
        socket.getOutputStream().write(batch.array(), batch.offset(), batch.length());
        sent.addAndGet(BATCH);
      }
      socket.shutdownOutput();
      while (socket.getInputStream().read() >= 0) {
        // until the agent has read everything and ends the connection too
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket connect(int port) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> new Socket(InetAddress.getLoopbackAddress(), port), Objects::nonNull);
  }

  private static ByteSlice batch() {
    EventsBuilder builder = new EventsBuilder(BATCH * 360);
    for (int n = 0; n < BATCH; n++) {
      builder
          .begin(EventTime.ofSeconds(1_700_000_000))
          .value(Map.of("n", n, "message", "x".repeat(320)));
    }
    return ForwardClient.encodePacked("stall.test", builder.build(), Optional.empty());
  }

  private static long peakMb(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
