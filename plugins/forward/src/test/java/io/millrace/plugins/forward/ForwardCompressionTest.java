package io.millrace.plugins.forward;

import static io.millrace.plugins.forward.ForwardHarness.assertClosed;
import static io.millrace.plugins.forward.Samples.BOTH;
import static io.millrace.plugins.forward.Samples.CHUNK;
import static io.millrace.plugins.forward.Samples.FIRST;
import static io.millrace.plugins.forward.Samples.SECOND;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.Zstd;
import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.TestEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed payloads: those that are taken, and those that are refused. */
class ForwardCompressionTest {
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
      harness.awaitEvents(FIRST, SECOND);
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
      harness.awaitEvents(FIRST, SECOND, FIRST);
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

      harness.awaitEvents(FIRST, SECOND);
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
}
