package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the threads of the network end. */
class EventLoopsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** More than the kernel takes for somebody who reads nothing. */
  private static final byte[] HUGE = new byte[32 << 20];

  private final EventLoops loops = new EventLoops();

  @AfterEach
  void close() {
    loops.close();
  }

  /** Notes that the other handlers of a channel were told of its end. */
  private static final class End extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<Void> told = new CompletableFuture<>();

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      told.complete(null);
    }
  }

  private Channel connect(ServerSocket to, End end) throws Exception {
    return new Bootstrap()
        .group(loops.io())
        .channel(loops.clientChannel())
        .handler(end)
        .connect(to.getLocalSocketAddress())
        .sync()
        .channel();
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  /** Keeps the thread of {@code channel} at a task until its loop is to end. */
  private static void workUntilTheEndBegins(Channel channel) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    channel
        .eventLoop()
        .execute(
            () -> {
              begun.countDown();
              Awaitility.await().atMost(TIMEOUT).until(channel.eventLoop()::isShuttingDown);
            });
    assertThat(begun.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closesChannelsWhoseThreadIsAtATaskMeanwhile() throws Exception {
    End end = new End();
    try (ServerSocket listener = listener()) {
      Channel channel = connect(listener, end);
      try (Socket peer = listener.accept()) {
        ChannelFuture write = channel.writeAndFlush(Unpooled.wrappedBuffer(HUGE));
        assertThat(peer.getInputStream().readNBytes(1)).hasSize(1);
        workUntilTheEndBegins(channel);

        loops.close();

        assertThat(channel.isOpen()).isFalse();
        assertThat(write.isDone()).as("the write that is going on").isTrue();
        assertThat(write.cause()).isNotNull();
        assertThat(end.told).as("handlers were told").isCompleted();
      }
    }
  }

  @Test
  void closesChannelsThatAreOpenedMeanwhile() throws Exception {
    End first = new End();
    End second = new End();
    try (ServerSocket listener = listener()) {
      Channel channel = connect(listener, first);
      CompletableFuture<ChannelFuture> late = new CompletableFuture<>();
      channel
          .eventLoop()
          .execute(
              () -> {
                Awaitility.await().atMost(TIMEOUT).until(channel.eventLoop()::isShuttingDown);
                late.complete(
                    new Bootstrap()
                        .group(channel.eventLoop())
                        .channel(loops.clientChannel())
                        .handler(second)
                        .connect(listener.getLocalSocketAddress()));
              });

      loops.close();

      assertThat(channel.isOpen()).isFalse();
      ChannelFuture connecting = late.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      assertThat(connecting.isDone()).as("the connect").isTrue();
      assertThat(connecting.channel().isOpen()).isFalse();
    }
  }

  @Test
  void closesChannelsThatRest() throws Exception {
    End end = new End();
    try (ServerSocket listener = listener()) {
      Channel channel = connect(listener, end);

      loops.close();

      assertThat(channel.isOpen()).isFalse();
      assertThat(end.told).isCompleted();
    }
  }

  @Test
  void hasNoThreadsOnceClosed() {
    loops.close();

    assertThatThrownBy(loops::io).hasMessage("the event loops are closed");
  }
}
