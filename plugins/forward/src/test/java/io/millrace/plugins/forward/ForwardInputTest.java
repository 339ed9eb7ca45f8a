package io.millrace.plugins.forward;

import static io.millrace.plugins.forward.ForwardHarness.TIMEOUT;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.EventSink;
import io.millrace.api.MillraceException;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.PackedEvents;
import io.millrace.event.Zstd;
import io.millrace.net.ListenOptions;
import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.TestEvent;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardInputTest {
  private static final TestEvent FIRST = event("app", new EventTime(1, 5), "{\"n\":1}");
  private static final TestEvent SECOND = event("app", 2, "{\"n\":2,\"s\":\"é\"}");
  private static final PackedEvents BOTH = TestEvent.pack(FIRST, SECOND);
  private static final Optional<String> CHUNK = Optional.of("Y2h1bmsx\n");

  private static ByteSlice record(TestEvent event) {
    var cursor = TestEvent.pack(event).cursor();
    cursor.next();
    return cursor.recordBytes();
  }

  private static ByteSlice hex(String digits) {
    return ByteSlice.of(HexFormat.of().parseHex(digits));
  }

  private static void await(ForwardHarness harness, TestEvent... events) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(harness.context.events()).containsExactly(events));
  }

  private static void assertClosed(ForwardClient client) {
    assertThatThrownBy(client::read).isInstanceOf(IOException.class);
  }

  @Test
  void takesAndAcknowledgesEveryMode() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      client.message("app", FIRST.time(), record(FIRST), CHUNK);
      client.forward("app", BOTH, CHUNK);
      client.packed("app", BOTH, CHUNK);
      client.gzip("app", BOTH, CHUNK);

      await(harness, FIRST, FIRST, SECOND, FIRST, SECOND, FIRST, SECOND);
    }
  }

  @Test
  void answersNothingWithoutChunk() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      client.message("app", FIRST.time(), record(FIRST), Optional.empty());
      client.forward("app", BOTH, Optional.empty());
      client.packed("app", BOTH, Optional.empty());
      client.gzip("app", BOTH, Optional.empty());
      client.finish();

      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
      await(harness, FIRST, FIRST, SECOND, FIRST, SECOND, FIRST, SECOND);
    }
  }

  @Test
  void acknowledgesWithTheChunkAsItCame() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      client.send(List.of("app", 1, Map.of(), Map.of("chunk", new byte[] {1, 2})));
      client.send(List.of("app", 1, Map.of(), Map.of("chunk", 7)));

      assertThat((byte[]) ((Map<?, ?>) client.read()).get("ack")).containsExactly(1, 2);
      assertThat(client.read()).isEqualTo(Map.of("ack", 7L));
    }
  }

  @Test
  void takesPayloadsOfSeveralGzipMembers() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      ByteArrayOutputStream members = new ByteArrayOutputStream();
      for (TestEvent event : List.of(FIRST, SECOND)) {
        try (GZIPOutputStream out = new GZIPOutputStream(members)) {
          out.write(TestEvent.pack(event).bytes().toBytes());
        }
      }
      client.send(
          List.of("app", members.toByteArray(), Map.of("compressed", "gzip", "chunk", "two")));

      client.awaitAck("two");
      await(harness, FIRST, SECOND);
    }
  }

  @Test
  void refusesAPayloadThatInflatesTooFar() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start("decompression_size_limit 100");
        ForwardClient bomb = harness.connect();
        ForwardClient good = harness.connect()) {
      TestEvent large = event("app", 1, "{\"k\":\"" + "x".repeat(200) + "\"}");
      bomb.send(ForwardClient.encodePacked("app", BOTH, Optional.empty()));

      assertThatThrownBy(() -> bomb.gzip("app", TestEvent.pack(large), CHUNK))
          .isInstanceOf(IOException.class);
      good.gzip("app", TestEvent.pack(FIRST), CHUNK);
      await(harness, FIRST, SECOND, FIRST);
    }
  }

  @Test
  void takesZstdFrames() throws Exception {
    ByteArraySink frames = new ByteArraySink(256);
    Zstd.frame(TestEvent.pack(FIRST).bytes(), frames);
    Zstd.frame(TestEvent.pack(SECOND).bytes(), frames);
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      client.send(
          List.of("app", frames.toBytes(), Map.of("compressed", "zstd", "chunk", "c", "size", 2)));
      client.awaitAck("c");

      await(harness, FIRST, SECOND);
    }
  }

  @Test
  void refusesZstdBeyondTheLimit() throws Exception {
    ByteArraySink frame = new ByteArraySink(256);
    Zstd.frame(ByteSlice.of(new byte[1 << 20]), frame);
    try (ForwardHarness harness = ForwardHarness.start("decompression_size_limit 64k");
        ForwardClient client = harness.connect()) {
      client.send(List.of("app", frame.toBytes(), Map.of("compressed", "zstd", "chunk", "c")));

      assertClosed(client);
      assertThat(harness.context.events()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "gzip", "lzma"})
  void refusesPayloadsItCannotInflate(String name) throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      client.send(List.of("app", new byte[9], Map.of("compressed", name, "chunk", "c")));

      assertClosed(client);
      assertThat(harness.context.events()).isEmpty();
    }
  }

  @Test
  void acknowledgesOnlyWhenTheEmitIsComplete() throws Exception {
    CompletableFuture<Void> emitted = new CompletableFuture<>();
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      harness.context.sink((tag, events) -> emitted);
      client.send(ForwardClient.encodePacked("app", BOTH, CHUNK));
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return String.valueOf(client.read());
                } catch (IOException e) {
                  return e.toString();
                }
              });
      Awaitility.await()
          .during(Duration.ofMillis(200))
          .atMost(TIMEOUT)
          .until(() -> !answer.isDone());

      emitted.complete(null);

      assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("{ack=Y2h1bmsx\n}");
    }
  }

  @Test
  void closesWithoutAckWhenTheEmitFails() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient thrown = harness.connect();
        ForwardClient failed = harness.connect()) {
      harness.context.sink(
          (tag, events) -> {
            throw new BufferOverflowException("buffer is full");
          });
      assertThatThrownBy(() -> thrown.packed("app", BOTH, CHUNK)).isInstanceOf(IOException.class);

      harness.context.sink(
          (tag, events) -> EventSink.failed(new BufferOverflowException("buffer is full")));
      assertThatThrownBy(() -> failed.packed("app", BOTH, CHUNK)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void stopsReadingWhileAnEmitIsOpen() throws Exception {
    CompletableFuture<Void> emitted = new CompletableFuture<>();
    AtomicInteger emits = new AtomicInteger();
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      harness.context.sink(
          (tag, events) -> {
            emits.incrementAndGet();
            return emitted;
          });
      TestEvent large = event("app", 1, "{\"k\":\"" + "x".repeat(100_000) + "\"}");
      ByteSlice message =
          ForwardClient.encodePacked("app", TestEvent.pack(large), Optional.empty());
      CompletableFuture<Void> sender =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 300; i++) {
                    client.send(message);
                  }
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      Awaitility.await()
          .during(Duration.ofMillis(300))
          .atMost(TIMEOUT)
          .until(() -> emits.get() == 1 && !sender.isDone());
      assertThat(harness.budget.held()).isLessThan(3 << 20);

      emitted.complete(null);

      sender.get(20, TimeUnit.SECONDS);
      Awaitility.await().atMost(TIMEOUT).until(() -> emits.get() == 300);
      Awaitility.await().atMost(TIMEOUT).until(() -> harness.budget.held() == 0);
    }
  }

  @Test
  void speaksJsonWithWhoBeginsWithIt() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        Socket socket = new Socket("127.0.0.1", harness.input.address().getPort())) {
      socket.setSoTimeout(20_000);
      String text =
          "[\"j.m\",1,{\"a\":1,\"a\":\"]\\\"}\"}]\n /* [ */ [\"j.f\",[[2,{\"n\":2}],[3,{}]],"
              + "{\"chunk\":\"j\\u0063\"}]";
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        socket.getOutputStream().write(b);
      }

      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
          .isEqualTo("{\"ack\":\"jc\"}");
      await(
          harness,
          event("j.m", 1, "{\"a\":\"]\\\"}\"}"),
          event("j.f", 2, "{\"n\":2}"),
          event("j.f", 3, "{}"));
    }
  }

  @Test
  void ignoresHeartbeatsAndWhatIsNoArray() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      client.send(hex("c0" + "0a" + "81a16101" + "90"));
      client.packed("app", BOTH, CHUNK);

      await(harness, FIRST, SECOND);
      assertThat(harness.context.count("broken_messages")).isEqualTo(3);
    }
  }

  @Test
  void skipsEntriesThatAreNoEvents() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      List<?> entries =
          List.of(
              List.of(1, Map.of("ok", 1)),
              List.of("yesterday", Map.of("ok", false)),
              List.of(2, "string"),
              List.of(3, Map.of("ok", 2)),
              List.of(List.of(new EventTime(4, 9), Map.of("meta", true)), Map.of("ok", 3)),
              Arrays.asList(5, null));
      client.send(List.of("app", entries, Map.of("chunk", "f")));
      client.awaitAck("f");
      client.send(List.of("app", true, Map.of(), Map.of("chunk", "m")));
      client.awaitAck("m");
      client.send(List.of(42, 1, Map.of(), Map.of("chunk", "t")));
      client.awaitAck("t");

      await(
          harness,
          event("app", 1, "{\"ok\":1}"),
          event("app", 3, "{\"ok\":2}"),
          event("app", new EventTime(4, 9), "{\"ok\":3}"));
      assertThat(harness.context.count("skipped_events")).isEqualTo(4);
    }
  }

  @Test
  void failsOnEntriesThatAreNoEventsIfTheyAreNotSkipped() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start("skip_invalid_event false");
        ForwardClient client = harness.connect()) {
      client.send(List.of("app", List.of(List.of(2, "string")), Map.of("chunk", "f")));

      assertClosed(client);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93a9652e756e6b6e6f776ece6553f10082a178c7030541424da16b01", // unknown extension
        "93a5652e6669789192ce6553f10081a178d4070081a56368756e6ba175",
        "92a174c40392ce65", // payload that is cut short
        "92a174c40192",
        "c1c1c1ff00"
      })
  void endsTheConnectionOverBytesItCannotRead(String bytes) throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient bad = harness.connect();
        ForwardClient good = harness.connect()) {
      bad.send(hex(bytes));

      assertClosed(bad);
      good.packed("app", BOTH, CHUNK);
      await(harness, FIRST, SECOND);
    }
  }

  @Test
  void emitsAndAcknowledgesWhatCameBeforeBrokenBytes() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      byte[] good = ForwardClient.encodePacked("app", BOTH, CHUNK).toBytes();
      byte[] all = Arrays.copyOf(good, good.length + 1);
      all[good.length] = (byte) 0xc1;
      client.send(ByteSlice.of(all));

      client.awaitAck(CHUNK.orElseThrow());
      assertClosed(client);
      await(harness, FIRST, SECOND);
    }
  }

  @Test
  void dropsWhatIsLongerThanTheLimit() throws Exception {
    try (ForwardHarness harness =
            ForwardHarness.start("chunk_size_limit 2k", "chunk_size_warn_limit 100");
        ForwardClient client = harness.connect()) {
      TestEvent large = event("app", 1, "{\"k\":\"" + "x".repeat(3000) + "\"}");
      client.send(ForwardClient.encodePacked("app", TestEvent.pack(large), CHUNK));
      client.packed("app", BOTH, Optional.of("small"));

      await(harness, FIRST, SECOND);
      assertThat(harness.context.count("dropped_messages")).isEqualTo(1);
    }
  }

  @Test
  void closesAfterTheFirstMessageIfAsked() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start("deny_keepalive true");
        ForwardClient client = harness.connect()) {
      client.packed("app", BOTH, CHUNK);

      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
      await(harness, FIRST, SECOND);
    }
  }

  @ParameterizedTest
  @CsvSource({"tag fixed, fixed", "add_tag_prefix pre, pre.app", "'tag t\nadd_tag_prefix p', p.t"})
  void changesTheTag(String config, String tag) throws Exception {
    try (ForwardHarness harness = ForwardHarness.start(config);
        ForwardClient client = harness.connect()) {
      client.packed("app", TestEvent.pack(FIRST), CHUNK);

      await(harness, event(tag, FIRST.time(), FIRST.json()));
    }
  }

  @Test
  void addsWhereEventsCameFrom() throws Exception {
    try (ForwardHarness harness =
            ForwardHarness.start("source_address_key addr", "source_hostname_key name");
        ForwardClient client = harness.connect()) {
      client.packed("app", TestEvent.pack(FIRST), CHUNK);
      client.message("app", FIRST.time(), record(FIRST), CHUNK);

      String name = InetAddress.getByName("127.0.0.1").getHostName();
      String json = "{\"n\":1,\"addr\":\"127.0.0.1\",\"name\":\"" + name + "\"}";
      await(harness, event("app", FIRST.time(), json), event("app", FIRST.time(), json));
    }
  }

  @Test
  void putsTheTimeOfTheClockWhereThereIsNone() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      EventTime now = EventTime.of(harness.context.manualClock().instant());
      client.send(List.of("app", 0, Map.of(), Map.of("chunk", "z")));
      client.awaitAck("z");

      await(harness, event("app", now, "{}"));
    }
  }

  @Test
  void answersHeartbeats() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(20_000);
      socket.send(new DatagramPacket(new byte[] {0}, 1, harness.input.address()));
      DatagramPacket answer = new DatagramPacket(new byte[9], 9);
      socket.receive(answer);

      assertThat(answer.getLength()).isEqualTo(1);
      assertThat(answer.getData()[0]).isZero();
    }
  }

  @Test
  void finishesWhatItHasBegunWhenItEnds() throws Exception {
    CompletableFuture<Void> emitted = new CompletableFuture<>();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      harness.context.sink(
          (tag, events) -> {
            begun.complete(null);
            return emitted;
          });
      client.send(ForwardClient.encodePacked("app", BOTH, CHUNK));
      begun.get(20, TimeUnit.SECONDS);

      CompletableFuture<Void> shutdown = CompletableFuture.runAsync(harness.input::shutdown);
      emitted.complete(null);

      client.awaitAck(CHUNK.orElseThrow());
      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
      shutdown.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void saysWhichPluginCannotListenWhere() throws Exception {
    try (ForwardHarness first = ForwardHarness.start();
        ForwardHarness second = ForwardHarness.start()) {
      int port = first.input.address().getPort();

      assertThatThrownBy(
              () -> second.registry.tcp("in_other", ListenOptions.tcp("127.0.0.1", port), c -> {}))
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("plugin 'in_other' cannot listen on tcp 127.0.0.1:" + port)
          .hasMessageContaining("in use");
      assertThatThrownBy(
              () -> first.registry.tcp("in_other", ListenOptions.tcp("127.0.0.1", port), c -> {}))
          .hasMessageContaining("the plugin 'in_forward' listens there already");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'resolve_hostname false\nsource_hostname_key h' | resolve_hostname must be true with",
        "'deny_keepalive true\nsend_keepalive_packet true' | cannot be set to true",
        "'<transport tls>\n</transport>' | no valid cert options configured"
      })
  void refusesSettingsThatDoNotGoTogether(String config, String reason) {
    assertThatThrownBy(() -> ForwardHarness.start(config).close()).hasMessageContaining(reason);
  }
}
