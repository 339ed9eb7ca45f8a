package io.millrace.plugins.forward;

import static io.millrace.plugins.forward.ForwardHarness.assertClosed;
import static io.millrace.plugins.forward.Samples.BOTH;
import static io.millrace.plugins.forward.Samples.CHUNK;
import static io.millrace.plugins.forward.Samples.FIRST;
import static io.millrace.plugins.forward.Samples.SECOND;
import static io.millrace.plugins.forward.Samples.hex;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.TestEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are broken, or too long: what is left of them and of their connection. */
class ForwardBrokenMessageTest {
  @Test
  void ignoresHeartbeatsAndWhatIsNoArray() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      client.send(hex("c0" + "0a" + "81a16101" + "90"));
      client.packed("app", BOTH, CHUNK);

      harness.awaitEvents(FIRST, SECOND);
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

      harness.awaitEvents(
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
      harness.awaitEvents(FIRST, SECOND);
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
      harness.awaitEvents(FIRST, SECOND);
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

      harness.awaitEvents(FIRST, SECOND);
      assertThat(harness.context.count("dropped_messages")).isEqualTo(1);
    }
  }
}
