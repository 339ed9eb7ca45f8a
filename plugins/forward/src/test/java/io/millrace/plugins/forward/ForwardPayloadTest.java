package io.millrace.plugins.forward;

import static io.millrace.plugins.forward.ForwardHarness.TIMEOUT;
import static io.millrace.plugins.forward.ForwardHarness.assertClosed;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.EventSink;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.EventStream;
import io.millrace.event.EventTime;
import io.millrace.event.LentEvents;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import io.millrace.event.SealedEvents;
import io.millrace.event.Zstd;
import io.millrace.net.ReceiveBudget;
import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.TestEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a packed payload: who looks into it and when, and what is handed on. */
class ForwardPayloadTest {
  private static final TestEvent FIRST = event("app", new EventTime(1, 5), "{\"n\":1}");
  private static final TestEvent SECOND = event("app", 2, "{\"n\":2}");
  private static final byte[] BOTH = TestEvent.pack(FIRST, SECOND).bytes().toBytes();
  private static final String UNREAD = "skip_invalid_event false";

  private final List<EventStream> taken = new CopyOnWriteArrayList<>();

  /** Starts an input whose streams are kept, and not looked into. */
  private ForwardHarness start(String... config) throws Exception {
    ForwardHarness harness = ForwardHarness.start(config);
    harness.context.sink(
        (tag, events) -> {
          events.retain();
          taken.add(events);
          return EventSink.DONE;
        });
    return harness;
  }

  private static byte[] compress(byte[] plain, Compression compression) throws IOException {
    return switch (compression) {
      case TEXT -> plain;
      case GZIP -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
          gzip.write(plain);
        }
        yield out.toByteArray();
      }
      case ZSTD -> {
        ByteArraySink frame = new ByteArraySink(64);
        Zstd.frame(ByteSlice.of(plain), frame);
        yield frame.toBytes();
      }
    };
  }

  private static byte[] pack(Object... entries) {
    PackWriter out = new PackWriter(new ByteArraySink(64));
    for (Object entry : entries) {
      out.value(entry);
    }
    return out.sink().toBytes();
  }

  private static void send(
      ForwardClient client, byte[] payload, Compression compression, Object... options)
      throws IOException {
    Map<String, Object> option = new HashMap<>();
    option.put("chunk", "c");
    option.put("compressed", compression.name().toLowerCase(Locale.ROOT));
    for (int i = 0; i < options.length; i += 2) {
      option.put((String) options[i], options[i + 1]);
    }
    client.send(List.of("app", payload, option));
  }

  private static List<TestEvent> events(EventStream stream) {
    return TestEvent.unpack(FIRST.tag(), stream.packed());
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void aCompressedPayloadOfWholeEventsIsCheckedAndHandedOnWithThem(Compression compression)
      throws Exception {
    byte[] payload = compress(BOTH, compression);
    try (ForwardHarness harness = start();
        ForwardClient client = harness.connect()) {
      send(client, payload, compression, "size", 7);
      client.awaitAck("c");

      SealedEvents sealed = (SealedEvents) taken.get(0);
      assertThat(sealed.count()).isEqualTo(2);
      assertThat(sealed.compression()).isEqualTo(compression);
      assertThat(sealed.payload().toBytes()).isEqualTo(payload);
      assertThat(events(sealed)).containsExactly(FIRST, SECOND);
    }
  }

  @Test
  void aPlainPayloadIsItsEvents() throws Exception {
    try (ForwardHarness harness = start();
        ForwardClient client = harness.connect()) {
      send(client, BOTH, Compression.TEXT, "size", 2);
      client.awaitAck("c");

      assertThat(taken.get(0)).isInstanceOf(LentEvents.class);
      assertThat(taken.get(0).count()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", UNREAD})
  void messagesThatAreDoneLeaveTheirArraysToOthers(String config) throws Exception {
    byte[] large = pack(List.of(1, Map.of("text", "x".repeat(300_000))));
    Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    try (ForwardHarness harness = ForwardHarness.start(config);
        ForwardClient client = harness.connect()) {
      harness.context.sink(
          (tag, events) -> {
            arrays.add(events.borrowed().array());
            return EventSink.DONE;
          });
      for (int i = 0; i < 20; i++) {
        send(client, large, Compression.TEXT, "size", 1);
        client.awaitAck("c");
      }
    }

    assertThat(arrays).hasSizeBetween(1, 5);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void aPayloadWithWhatIsNoEventIsNotHandedOn(Compression compression) throws Exception {
    byte[] mixed = pack(List.of(1, Map.of("n", 1)), List.of("no", "event"), Arrays.asList(2, null));
    try (ForwardHarness harness = start();
        ForwardClient client = harness.connect()) {
      send(client, compress(mixed, compression), compression, "size", 3);
      client.awaitAck("c");

      assertThat(taken.get(0)).isInstanceOf(PackedEvents.class);
      assertThat(events(taken.get(0))).containsExactly(event("app", 1, "{\"n\":1}"));
      assertThat(harness.context.count("skipped_events")).isEqualTo(1);
    }
  }

  @Test
  void aPayloadWithATimeToMendIsNotHandedOn() throws Exception {
    try (ForwardHarness harness = start();
        ForwardClient client = harness.connect()) {
      byte[] payload = compress(pack(List.of(0, Map.of())), Compression.GZIP);
      send(client, payload, Compression.GZIP);
      client.awaitAck("c");

      assertThat(taken.get(0)).isInstanceOf(PackedEvents.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void bytesBehindThePayloadAreAnError(Compression compression) throws Exception {
    byte[] payload = compress(BOTH, compression);
    try (ForwardHarness harness = start();
        ForwardClient client = harness.connect()) {
      send(client, Arrays.copyOf(payload, payload.length + 5), compression);

      assertClosed(client);
      assertThat(taken).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheCheckAPayloadPassesUnread(Compression compression) throws Exception {
    byte[] whole = compress(BOTH, compression);
    byte[] cut = Arrays.copyOf(whole, whole.length - 3);
    try (ForwardHarness harness = start(UNREAD, "add_tag_prefix pre");
        ForwardClient client = harness.connect()) {
      for (byte[] payload : List.of(whole, cut)) {
        send(client, payload, compression, "size", 2);
        client.awaitAck("c");
      }

      assertThat(taken).hasSize(2).allMatch(stream -> stream.count() == 2);
      SealedEvents sealed = (SealedEvents) taken.get(1);
      assertThat(sealed.payload().toBytes()).isEqualTo(cut);
      assertThat(sealed.compression()).isEqualTo(compression);
      assertThat(events(taken.get(0))).containsExactly(FIRST, SECOND);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverLooksIntoABrokenPayloadFailsItsEmit(Compression compression) throws Exception {
    byte[] whole = compress(BOTH, compression);
    byte[] noEvents = compress(pack(List.of(1, "no record")), compression);
    try (ForwardHarness harness = ForwardHarness.start(UNREAD)) {
      for (byte[] bad : List.of(Arrays.copyOf(whole, whole.length - 3), noEvents)) {
        try (ForwardClient client = harness.connect()) {
          send(client, bad, compression, "size", 1);

          assertClosed(client);
        }
      }
      assertThat(harness.context.events()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "0", "-1", "1000000", "99999999999", "text"})
  void withoutASizeToBelieveTheEntriesAreCounted(String size) throws Exception {
    Object claimed = size.matches("-?\\d+") ? (Object) Long.valueOf(size) : size;
    byte[] payload = compress(BOTH, Compression.GZIP);
    try (ForwardHarness harness = start(UNREAD);
        ForwardClient client = harness.connect();
        ForwardClient bad = harness.connect()) {
      Object[] option = size.equals("none") ? new Object[0] : new Object[] {"size", claimed};
      send(client, payload, Compression.GZIP, option);
      client.awaitAck("c");
      send(bad, Arrays.copyOf(payload, payload.length - 3), Compression.GZIP, option);

      assertClosed(bad);
      assertThat(taken).singleElement().extracting(EventStream::count).isEqualTo(2);
    }
  }

  @Test
  void fieldsAreAddedToEventsThatAreLookedInto() throws Exception {
    try (ForwardHarness harness = start(UNREAD, "source_address_key addr");
        ForwardClient client = harness.connect()) {
      send(client, compress(BOTH, Compression.GZIP), Compression.GZIP, "size", 2);
      client.awaitAck("c");

      assertThat(events(taken.get(0)).get(0))
          .isEqualTo(event("app", FIRST.time(), "{\"n\":1,\"addr\":\"127.0.0.1\"}"));
    }
  }

  @Test
  void timesWithMetadataAreUnwrappedThough() throws Exception {
    byte[] payload = pack(List.of(List.of(new EventTime(4, 9), Map.of()), Map.of("n", 1)));
    try (ForwardHarness harness = start(UNREAD);
        ForwardClient client = harness.connect()) {
      send(client, payload, Compression.TEXT, "size", 1, "fluent_signal", 0);
      client.awaitAck("c");

      assertThat(events(taken.get(0)))
          .containsExactly(event("app", new EventTime(4, 9), "{\"n\":1}"));
    }
  }

  @Test
  void whatIsNeitherPlainNorCompressedAKnownWayIsRefusedUnread() throws Exception {
    try (ForwardHarness harness = start(UNREAD);
        ForwardClient client = harness.connect()) {
      client.send(List.of("app", BOTH, Map.of("compressed", "lzma", "size", 2)));

      assertClosed(client);
      assertThat(taken).isEmpty();
    }
  }

  @Test
  void aLateLookIsBoundedByTheLimit() throws Exception {
    byte[] large = pack(List.of(1, Map.of("k", "x".repeat(70_000))));
    try (ForwardHarness harness = ForwardHarness.start(UNREAD, "decompression_size_limit 64k")) {
      for (Compression compression : List.of(Compression.GZIP, Compression.ZSTD)) {
        try (ForwardClient client = harness.connect()) {
          send(client, compress(large, compression), compression, "size", 1);

          assertClosed(client);
        }
      }
      assertThat(harness.context.events()).isEmpty();
    }
  }

  @Test
  void lateLooksOfAllSendersTogetherAreBoundedByTheMemory() throws Exception {
    byte[] large = pack(List.of(1, Map.of("k", "x".repeat(700_000))));
    byte[] payload = compress(large, Compression.GZIP);
    CompletableFuture<Void> stored = new CompletableFuture<>();
    try (ForwardHarness harness = ForwardHarness.start(new ReceiveBudget(1 << 20), UNREAD);
        ForwardClient first = harness.connect();
        ForwardClient second = harness.connect();
        ForwardClient third = harness.connect()) {
      harness.context.sink(
          (tag, events) -> {
            taken.add(events.packed());
            return stored;
          });
      send(first, payload, Compression.GZIP, "size", 1);
      Awaitility.await().atMost(TIMEOUT).until(() -> taken.size() == 1);
      send(second, payload, Compression.GZIP, "size", 1);
      assertClosed(second);

      stored.complete(null);
      first.awaitAck("c");
      send(third, payload, Compression.GZIP, "size", 1);
      third.awaitAck("c");

      assertThat(taken).hasSize(2);
    }
  }
}
