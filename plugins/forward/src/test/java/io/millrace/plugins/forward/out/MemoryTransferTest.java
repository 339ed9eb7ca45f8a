package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.HUGE;
import static io.millrace.plugins.forward.out.OutHarness.TIMEOUT;
import static io.millrace.plugins.forward.out.OutHarness.end;
import static io.millrace.plugins.forward.out.OutHarness.listener;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Compression;
import io.millrace.net.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where the network ends while the thread of a channel sends a chunk in memory. */
class MemoryTransferTest {
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

  private static Channel connect(EventLoops loops, ServerSocket to) throws Exception {
    return new Bootstrap()
        .group(loops.io())
        .channel(loops.clientChannel())
        .handler(new ChannelInboundHandlerAdapter())
        .connect(to.getLocalSocketAddress())
        .sync()
        .channel();
  }
}
