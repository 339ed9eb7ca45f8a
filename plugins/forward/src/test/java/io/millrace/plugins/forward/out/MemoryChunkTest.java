package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.HUGE;
import static io.millrace.plugins.forward.out.OutHarness.NO_HEARTBEAT;
import static io.millrace.plugins.forward.out.OutHarness.TIMEOUT;
import static io.millrace.plugins.forward.out.OutHarness.end;
import static io.millrace.plugins.forward.out.OutHarness.listener;
import static io.millrace.plugins.forward.out.OutHarness.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.api.RetryableException;
import io.millrace.testkit.Concurrently;
import io.millrace.testkit.TestChunk;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chunks in memory, sent over a connection of their own or a kept one: when their memory goes back,
 * above all.
 */
class MemoryChunkTest {
  private static final byte[] WHOLE = OutHarness.message(HUGE);

  /** Over which connection. */
  enum Way {
    OWN(""),
    KEPT("keepalive true");

    private final String setting;

    Way(String setting) {
      this.setting = setting;
    }
  }

  private static OutHarness out(Way way, ServerSocket to, String... lines) throws Exception {
    return OutHarness.start(
        NO_HEARTBEAT, way.setting, String.join("\n", lines), server(to.getLocalPort()));
  }

  private static CompletableFuture<Void> writing(OutHarness out, LentChunk chunk) {
    return Concurrently.run(() -> out.write(chunk));
  }

  static Stream<Arguments> rangeLengths() {
    return Stream.of(1, 1_000, 65_536, 131_072, 1_000_003, Integer.MAX_VALUE)
        .flatMap(length -> Stream.of(Way.values()).map(way -> Arguments.of(way, length)));
  }

  @ParameterizedTest
  @MethodSource("rangeLengths")
  void bytesArriveInOrderWhateverTheRangesAre(Way way, int rangeLength) throws Exception {
    TestChunk bytes = TestChunk.numbered(rangeLength == 1 ? 10_000 : 200_000);
    LentChunk chunk = new LentChunk(bytes, Math.min(rangeLength, bytes.stored().length));
    try (FakeServer server = FakeServer.start(FakeServer::swallow);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, way.setting, server.section())) {
      out.write(chunk);

      assertThat(chunk.givenBack).as("given back when it is delivered").hasValue(1);
      await().atMost(TIMEOUT).until(() -> !server.messages.isEmpty());
      assertThat(server.messages.get(0).entries().toBytes()).isEqualTo(bytes.stored());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSlowServerGetsTheWholeChunk(Way way) throws Exception {
    LentChunk chunk = new LentChunk(HUGE, 65_536);
    try (ServerSocket listener = listener();
        OutHarness out = out(way, listener)) {
      CompletableFuture<Void> written = writing(out, chunk);
      try (Socket peer = listener.accept();
          InputStream in = peer.getInputStream()) {
        byte[] first = in.readNBytes(10_000);
        assertThat(written).as("while most of it is still to be sent").isNotDone();
        assertThat(chunk.givenBack).hasValue(0);
        byte[] rest = in.readNBytes(WHOLE.length - first.length);

        written.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(chunk.givenBack).hasValue(1);
        assertThat(Arrays.equals(WHOLE, 0, first.length, first, 0, first.length)).isTrue();
        assertThat(Arrays.equals(WHOLE, first.length, WHOLE.length, rest, 0, rest.length)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theMemoryOfAChunkThatWasGivenUpIsNotReadOnceItIsGivenBack(Way way) throws Exception {
    LentChunk chunk = new LentChunk(HUGE, 65_536);
    try (ServerSocket listener = listener();
        OutHarness out = out(way, listener, "send_timeout 1")) {
      CompletableFuture<Void> written = writing(out, chunk);
      try (Socket peer = listener.accept();
          InputStream in = peer.getInputStream()) {
        assertThatThrownBy(() -> written.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
            .hasRootCauseMessage("the server took nothing within send_timeout of 1 seconds")
            .hasStackTraceContaining(RetryableException.class.getName());
        await().atMost(TIMEOUT).until(() -> chunk.givenBack.get() == 1);

        byte[] got = in.readAllBytes();
        assertThat(got.length).isBetween(1_000, WHOLE.length - 1);
        assertThat(Arrays.equals(WHOLE, 0, got.length, got, 0, got.length))
            .as("what had left is the begin of the message")
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatHangsUpInTheMiddleFailsTheChunkAndGetsAllOfItTheNextTime(Way way)
      throws Exception {
    LentChunk chunk = new LentChunk(HUGE, 65_536);
    try (ServerSocket listener = listener();
        OutHarness out = out(way, listener)) {
      CompletableFuture<Void> written = writing(out, chunk);
      try (Socket peer = listener.accept()) {
        assertThat(peer.getInputStream().readNBytes(100_000)).hasSize(100_000);
        peer.setSoLinger(true, 0);
      }
      assertThatThrownBy(() -> written.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
          .hasStackTraceContaining(RetryableException.class.getName());
      await().atMost(TIMEOUT).until(() -> chunk.givenBack.get() == 1);

      CompletableFuture<Void> again = writing(out, chunk);
      try (Socket peer = listener.accept()) {
        byte[] got = peer.getInputStream().readNBytes(WHOLE.length);
        again.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(Arrays.equals(WHOLE, got)).isTrue();
        assertThat(chunk.givenBack).hasValue(chunk.lent.get());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverIsInterruptedWhileItSendsGivesUp(Way way) throws Exception {
    LentChunk chunk = new LentChunk(HUGE, 65_536);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    try (ServerSocket listener = listener();
        OutHarness out = out(way, listener)) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  out.write(chunk);
                } catch (Throwable e) {
                  failure.complete(e);
                }
              });
      sender.start();
      try (Socket peer = listener.accept()) {
        assertThat(peer.getInputStream().readNBytes(1)).hasSize(1);

        sender.interrupt();

        assertThat(failure.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
            .isInstanceOf(InterruptedException.class);
        await().atMost(TIMEOUT).until(() -> chunk.givenBack.get() == 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverSendsIsToldAtOnceWhereTheNetworkEnds(Way way) throws Exception {
    LentChunk chunk = new LentChunk(HUGE, 65_536);
    try (ServerSocket listener = listener();
        OutHarness out = out(way, listener)) {
      CompletableFuture<Void> written = writing(out, chunk);
      try (Socket peer = listener.accept()) {
        assertThat(peer.getInputStream().readNBytes(1)).hasSize(1);

        end(out);

        assertThatThrownBy(() -> written.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
            .as("before the send_timeout of 60 s is over")
            .hasStackTraceContaining(RetryableException.class.getName());
        assertThat(chunk.givenBack).hasValue(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsSentOfMemoryThatIsNotWhatTheChunkSays(Way way) throws Exception {
    TestChunk three = TestChunk.numbered(3);
    LentChunk chunk =
        new LentChunk(three, 100) {
          @Override
          public long size() {
            return super.size() + 1;
          }
        };
    try (FakeServer server = FakeServer.start(FakeServer::swallow);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, way.setting, server.section())) {
      assertThatThrownBy(() -> out.write(chunk))
          .hasMessageContaining("a chunk has " + three.size() + " bytes where it says");
      assertThat(chunk.givenBack).hasValue(1);
      assertThat(server.messages).isEmpty();
    }
  }
}
