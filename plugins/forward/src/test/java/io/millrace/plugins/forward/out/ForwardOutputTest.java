package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.NO_HEARTBEAT;
import static io.millrace.plugins.forward.out.OutHarness.TIMEOUT;
import static io.millrace.plugins.forward.out.OutHarness.chunk;
import static io.millrace.plugins.forward.out.OutHarness.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkMemory;
import io.millrace.api.RetryableException;
import io.millrace.api.UnrecoverableException;
import io.millrace.net.forward.ForwardMessage;
import io.millrace.testkit.OutputDriver;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestContext;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, and to whom, with servers that behave as a test needs. */
class ForwardOutputTest {
  private static final String ACKS = "require_ack_response true";

  private static String unused() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return server(socket.getLocalPort());
    }
  }

  private static ForwardMessage first(FakeServer server) {
    Awaitility.await().atMost(TIMEOUT).until(() -> !server.messages.isEmpty());
    return server.messages.get(0);
  }

  @Test
  void sendsAChunkAsPackedForward() throws Exception {
    TestChunk chunk = chunk(1);
    try (FakeServer server = FakeServer.start(FakeServer::swallow);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, server.section())) {
      out.write(chunk);

      ForwardMessage message = first(server);
      assertThat(message.mode()).isEqualTo(ForwardMessage.Mode.PACKED);
      assertThat(message.tag()).hasToString("app.web");
      assertThat(message.entries().toBytes()).isEqualTo(chunk.stored());
      Map<Object, Object> option = new HashMap<>(FakeServer.option(message));
      assertThat(option).isEqualTo(Map.of("size", 3L, "compressed", "text"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ACKS, ""})
  void sendsABigChunkWholeFromWhereverItIs(String acks, @TempDir Path dir) throws Exception {
    TestChunk big = TestChunk.numbered(50_000);
    Path file = Files.write(dir.resolve("buffer.q1.log"), big.stored());
    LentChunk streamed =
        new LentChunk(big, 1) {
          @Override
          public Optional<ChunkMemory> memory() {
            return Optional.empty();
          }

          @Override
          public InputStream openStored() {
            return big.openStored();
          }
        };
    try (FakeServer server = FakeServer.start(FakeServer::confirm);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, acks, server.section())) {
      out.write(big);
      out.write(big.in(file));
      out.write(streamed);

      Awaitility.await().atMost(TIMEOUT).until(() -> server.messages.size() == 3);
      assertThat(server.messages)
          .allSatisfy(message -> assertThat(message.entries().toBytes()).isEqualTo(big.stored()));
    }
  }

  @ParameterizedTest
  @CsvSource({"gzip, gzip, gzip", "zstd, zstd, zstd", "text, gzip, text", "gzip, text, text"})
  void sendsCompressedChunksAsTheyAreUnlessTextIsAskedFor(
      String compress, String stored, String sent) throws Exception {
    TestChunk plain = chunk(1);
    TestChunk chunk =
        switch (stored) {
          case "gzip" -> plain.gzipped();
          case "zstd" -> plain.zstd();
          default -> plain;
        };
    try (FakeServer server = FakeServer.start(FakeServer::swallow);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, "compress " + compress, server.section())) {
      out.write(chunk);

      ForwardMessage message = first(server);
      boolean inflated = compress.equals("text");
      assertThat(message.entries().toBytes()).isEqualTo(inflated ? plain.stored() : chunk.stored());
      assertThat(FakeServer.option(message).get("compressed")).isEqualTo(sent);
    }
  }

  @Test
  void waitsForTheAckOfItsChunk() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer::confirm);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, ACKS, server.section())) {
      out.write(chunk(0xfe));

      assertThat(FakeServer.option(first(server)).get("chunk"))
          .isEqualTo("AAAAAAAAAAAAAAAAAAAA/g==\n");
    }
  }

  @Test
  void hasManyChunksInFlightOnOneConnection() throws Exception {
    FakeServer.Behaviour confirmBackwards =
        peer -> {
          List<ForwardMessage> taken = new ArrayList<>();
          while (taken.size() < 10) {
            taken.add(0, peer.message());
          }
          for (ForwardMessage message : taken) {
            peer.ack(message);
          }
          peer.message();
        };
    try (FakeServer server = FakeServer.start(confirmBackwards);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, ACKS, "keepalive true", server.section())) {
      List<CompletableFuture<Void>> sent = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        sent.add(out.send(chunk(i)));
      }

      CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)).get(20, TimeUnit.SECONDS);
      assertThat(server.connections).hasValue(1);
    }
  }

  @Test
  void failsWhatIsNotConfirmedInTime() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer::swallow);
        OutHarness out =
            OutHarness.start(NO_HEARTBEAT, ACKS, "ack_response_timeout 1s", server.section())) {
      assertThatThrownBy(() -> out.write(chunk(1)))
          .hasMessageContaining("no response from node within ack_response_timeout of 1 seconds");
    }
  }

  @Test
  void failsWhatTheServerHangsUpOn() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.Peer::message);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, ACKS, server.section())) {
      assertThatThrownBy(() -> out.write(chunk(1)))
          .hasMessageContaining("destination node closed the connection");
    }
  }

  @Test
  void failsWhatIsConfirmedUnderAnotherName() throws Exception {
    try (FakeServer server =
            FakeServer.start(
                peer -> {
                  peer.message();
                  peer.say(Map.of("ack", "another"));
                  peer.message();
                });
        OutHarness out = OutHarness.start(NO_HEARTBEAT, ACKS, server.section())) {
      assertThatThrownBy(() -> out.write(chunk(1)))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("ack in response and chunk id in sent data are different");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 5"})
  void keepsConnectionsOnlyIfToldTo(boolean keepalive, int connections) throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer::confirm);
        OutHarness out =
            OutHarness.start(NO_HEARTBEAT, ACKS, "keepalive " + keepalive, server.section())) {
      for (int i = 0; i < 5; i++) {
        out.write(chunk(i));
      }

      assertThat(server.connections).hasValue(connections);
    }
  }

  @Test
  void connectsAnewWhereAKeptConnectionWasClosed() throws Exception {
    FakeServer.Behaviour once = peer -> peer.ack(peer.message());
    try (FakeServer server = FakeServer.start(once);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, ACKS, "keepalive true", server.section())) {
      out.write(chunk(1));

      Awaitility.await()
          .atMost(TIMEOUT)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                out.write(chunk(2));
                assertThat(server.connections.get()).isGreaterThan(1);
              });
    }
  }

  @Test
  void givesEachServerItsWeight() throws Exception {
    try (FakeServer heavy = FakeServer.start(FakeServer::confirm);
        FakeServer light = FakeServer.start(FakeServer::confirm);
        FakeServer none = FakeServer.start(FakeServer::confirm);
        OutHarness out =
            OutHarness.start(
                NO_HEARTBEAT,
                ACKS,
                heavy.section("weight 30"),
                light.section("weight 10"),
                none.section("weight 0"))) {
      int rounds = 4; // of twelve turns, in which each server has its part exactly
      for (int i = 0; i < rounds * 12; i++) {
        out.write(chunk(i));
      }

      assertThat(heavy.messages).hasSize(rounds * 9);
      assertThat(light.messages).hasSize(rounds * 3);
      assertThat(none.messages).isEmpty();
      assertThat(out.context.gauge("registered_nodes_count")).isEqualTo(3);
    }
  }

  @Test
  void goesOnWithTheNextServerWhereOneRefuses() throws Exception {
    try (FakeServer there = FakeServer.start(FakeServer::confirm);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, ACKS, unused(), there.section())) {
      for (int i = 0; i < 6; i++) {
        out.write(chunk(i));
      }

      assertThat(there.messages).hasSize(6);
    }
  }

  @Test
  void saysWhichServerRefuses() throws Exception {
    try (OutHarness out = OutHarness.start(NO_HEARTBEAT, unused())) {
      assertThatThrownBy(() -> out.write(chunk(1)))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("cannot connect to 127.0.0.1");
    }
  }

  @Test
  void usesTheStandbyWhileTheOtherIsAway() throws Exception {
    String fast =
        "heartbeat_interval 0.1\nrecover_wait 0.3\nhard_timeout 1\nphi_failure_detector false";
    try (FakeServer standby = FakeServer.start(FakeServer::confirm)) {
      String away = unused();
      try (OutHarness out = OutHarness.start(ACKS, fast, away, standby.section("standby true"))) {
        Awaitility.await()
            .atMost(TIMEOUT)
            .ignoreExceptions()
            .untilAsserted(
                () -> {
                  out.write(chunk(1));
                  assertThat(standby.messages).isNotEmpty();
                });
        assertThat(out.context.gauge("healthy_nodes_count")).isEqualTo(1);
      }
    }
  }

  @Test
  void refusesToStartWithAHostWithoutAddressUnlessToldTo() throws Exception {
    String nowhere = "<server>\nhost no.such.host.invalid\n</server>";

    assertThatThrownBy(() -> OutHarness.start(NO_HEARTBEAT, nowhere))
        .hasMessageContaining("host 'no.such.host.invalid' of a <server> cannot be resolved")
        .hasMessageContaining("ignore_network_errors_at_startup");
    try (OutHarness out =
        OutHarness.start(NO_HEARTBEAT, "ignore_network_errors_at_startup true", nowhere)) {
      assertThatThrownBy(() -> out.write(chunk(1))).hasMessageContaining("cannot be resolved");
    }
  }

  @Test
  void refusesToStartWhereAServerIsToBeVerifiedAndIsAway() {
    assertThatThrownBy(
            () -> OutHarness.start(NO_HEARTBEAT, "verify_connection_at_startup true", unused()))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining("failed to establish connection with node");
  }

  @Test
  void startsWhereAServerIsToBeVerifiedAndIsThere() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer::confirm);
        OutHarness out =
            OutHarness.start(NO_HEARTBEAT, "verify_connection_at_startup true", server.section())) {
      Awaitility.await().atMost(TIMEOUT).until(() -> server.connections.get() == 1);
      assertThat(server.messages).isEmpty();
      out.write(chunk(1));

      first(server);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | requires at least one node is required",
        "'host a\n<server>\nhost a\n</server>' | Use <server> section instead",
        "'ack_response_timeout 0\n<server>\nhost a\n</server>' | must be a positive integer",
        "'send_keepalive_packet true\n<server>\nhost a\n</server>' | but 'keepalive' is not",
        "'heartbeat_type udp\ndns_round_robin true\n<server>\nhost a\n</server>' | heartbeat_type",
        "'<server>\nhost a\nport 0\n</server>' | port must be from 1 to 65535",
        "'tls_version TLSv9\n<server>\nhost a\n</server>' | tls_version 'TLSv9' is unknown"
      })
  void refusesSettingsThatDoNotGoTogether(String lines, String reason) {
    assertThatThrownBy(() -> OutputDriver.of("forward", lines)).hasMessageContaining(reason);
  }

  @Test
  void refusesChunksThatHaveNoTag() {
    TestContext context = new TestContext().chunkKeys(ChunkKeys.NONE);

    assertThatThrownBy(
            () -> OutputDriver.of(context, "forward", "<server>\nhost 127.0.0.1\n</server>"))
        .hasMessageContaining("buffer chunk key must include 'tag' for forward output");
  }
}
