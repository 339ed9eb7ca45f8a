package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.api.RetryableException;
import io.millrace.event.Compression;
import io.millrace.net.EventLoops;
import io.millrace.testkit.Concurrently;
import io.millrace.testkit.TestChunk;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks in memory, sent by the thread of the channel: when their memory goes back, above all. */
class MemoryTransferTest {
  private static final String NO_HEARTBEAT = "heartbeat_type none";

  /** More than the kernel takes of a connection whose other end reads nothing. */
  private static final TestChunk HUGE = TestChunk.numbered(1_500_000);

  private static ServerSocket listener() throws IOException {
    ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
    return listener;
  }

  private static OutHarness out(ServerSocket to, String... lines) throws Exception {
    return OutHarness.start(
        NO_HEARTBEAT,
        String.join("\n", lines),
        "<server>\nhost 127.0.0.1\nport " + to.getLocalPort() + "\n</server>");
  }

  private static CompletableFuture<Void> writing(OutHarness out, LentChunk chunk) {
    return Concurrently.run(() -> out.write(chunk));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 65_536, 131_072, 1_000_003, Integer.MAX_VALUE})
  void bytesArriveInOrderWhateverTheRangesAre(int rangeLength) throws Exception {
    TestChunk bytes = TestChunk.numbered(rangeLength == 1 ? 10_000 : 200_000);
    LentChunk chunk = new LentChunk(bytes, Math.min(rangeLength, bytes.stored().length));
    try (FakeServer server = FakeServer.start(FakeServer::swallow);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, server.section())) {
      out.write(chunk);

      assertThat(chunk.givenBack).as("given back when it is delivered").hasValue(1);
      await().atMost(TIMEOUT).until(() -> !server.messages.isEmpty());
      assertThat(server.messages.get(0).entries().toBytes()).isEqualTo(bytes.stored());
    }
  }

  @Test
  void aSlowServerGetsTheWholeChunk() throws Exception {
    LentChunk chunk = new LentChunk(HUGE, 65_536);
    try (ServerSocket listener = listener();
        OutHarness out = out(listener)) {
      CompletableFuture<Void> written = writing(out, chunk);
      try (Socket peer = listener.accept();
          InputStream in = peer.getInputStream()) {
        byte[] first = in.readNBytes(10_000);
        assertThat(written).as("while most of it is still to be sent").isNotDone();
        assertThat(chunk.givenBack).hasValue(0);
        byte[] rest = in.readAllBytes();

        written.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(chunk.givenBack).hasValue(1);
        assertIsMessage(first, rest);
      }
    }
  }

  private static void assertIsMessage(byte[] first, byte[] rest) throws IOException {
    byte[] all = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    Message message = Message.of(HUGE, Compression.TEXT, false);
    int head = message.head().length();
    assertThat(Arrays.copyOf(all, head)).isEqualTo(message.head().toBytes());
    int end = head + message.length();
    assertThat(Arrays.equals(all, head, end, HUGE.stored(), 0, message.length())).isTrue();
    assertThat(Arrays.copyOfRange(all, end, all.length)).isEqualTo(message.tail().toBytes());
  }

  @Test
  void theMemoryOfAChunkThatWasGivenUpIsNotReadOnceItIsGivenBack() throws Exception {
    LentChunk chunk = new LentChunk(HUGE, 65_536);
    try (ServerSocket listener = listener();
        OutHarness out = out(listener, "send_timeout 1")) {
      CompletableFuture<Void> written = writing(out, chunk);
      try (Socket peer = listener.accept();
          InputStream in = peer.getInputStream()) {
        assertThatThrownBy(() -> written.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
            .hasRootCauseMessage("the server took nothing within send_timeout of 1 seconds")
            .hasStackTraceContaining(RetryableException.class.getName());
        await().atMost(TIMEOUT).until(() -> chunk.givenBack.get() == 1);

        byte[] got = in.readAllBytes();
        int head = Message.of(HUGE, Compression.TEXT, false).head().length();
        assertThat(got.length).isBetween(head + 1, HUGE.stored().length);
        assertThat(Arrays.equals(got, head, got.length, HUGE.stored(), 0, got.length - head))
            .as("what had left is the begin of the chunk")
            .isTrue();
      }
    }
  }

  @Test
  void aServerThatHangsUpInTheMiddleFailsTheChunkAndGetsAllOfItTheNextTime() throws Exception {
    LentChunk chunk = new LentChunk(HUGE, 65_536);
    try (ServerSocket listener = listener();
        OutHarness out = out(listener)) {
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
        byte[] got = peer.getInputStream().readAllBytes();
        again.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertIsMessage(got, new byte[0]);
        assertThat(chunk.givenBack).hasValue(chunk.lent.get());
      }
    }
  }

  @Test
  void whoeverIsInterruptedWhileItSendsGivesUp() throws Exception {
    LentChunk chunk = new LentChunk(HUGE, 65_536);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    try (ServerSocket listener = listener();
        OutHarness out = out(listener)) {
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

  @Test
  void whoeverSendsIsToldAtOnceWhereTheNetworkEnds() throws Exception {
    LentChunk chunk = new LentChunk(HUGE, 65_536);
    try (ServerSocket listener = listener();
        OutHarness out = out(listener)) {
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

  @Test
  void theMemoryGoesBackWhereTheNetworkEndsMeanwhile() throws Exception {
    LentChunk chunk = new LentChunk(HUGE, 65_536);
    try (ServerSocket listener = listener();
        EventLoops loops = new EventLoops()) {
      Channel channel = connect(loops, listener);
      Message message = Message.of(chunk, Compression.TEXT, false);
      ChannelFuture end =
          new MemoryTransfer(channel, message, message.memory().orElseThrow()).start();
      try (Socket peer = listener.accept()) {
        assertThat(peer.getInputStream().readNBytes(1)).hasSize(1);

        end(loops);

        assertThat(end.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(end.cause()).isNotNull();
        assertThat(chunk.givenBack).hasValue(1);
      }
    }
  }

  @Test
  void theMemoryGoesBackWhereTheNetworkHasEnded() throws Exception {
    LentChunk chunk = new LentChunk(HUGE, 65_536);
    try (ServerSocket listener = listener();
        EventLoops loops = new EventLoops()) {
      Channel channel = connect(loops, listener);
      end(loops);
      Message message = Message.of(chunk, Compression.TEXT, false);

      ChannelFuture end =
          new MemoryTransfer(channel, message, message.memory().orElseThrow()).start();

      assertThat(end.cause()).isInstanceOf(RejectedExecutionException.class);
      assertThat(chunk.givenBack).hasValue(1);
    }
  }

  private static void end(AutoCloseable network) throws Exception {
    network.close();
  }

  private static Channel connect(EventLoops loops, ServerSocket to) throws Exception {
    return new Bootstrap()
        .group(loops.io())
        .channel(loops.clientChannel())
        .handler(new ChannelInboundHandlerAdapter())
        .connect(to.getLocalSocketAddress())
        .sync()
        .channel();
  }

  @Test
  void nothingIsSentOfMemoryThatIsNotWhatTheChunkSays() throws Exception {
    TestChunk three = TestChunk.numbered(3);
    LentChunk chunk =
        new LentChunk(three, 100) {
          @Override
          public long size() {
            return super.size() + 1;
          }
        };
    try (FakeServer server = FakeServer.start(FakeServer::swallow);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, server.section())) {
      assertThatThrownBy(() -> out.write(chunk))
          .hasMessageContaining("a chunk has " + three.size() + " bytes where it says");
      assertThat(chunk.givenBack).hasValue(1);
      assertThat(server.messages).isEmpty();
    }
  }
}
