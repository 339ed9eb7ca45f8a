package io.millrace.plugins.forward.out;

import io.millrace.net.Channels;
import io.millrace.net.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a zero byte to servers, who send one back.
 *
 * <p>Source: Forward Protocol Specification v1, "Heartbeat message". Its socket is opened by the
 * first beat. One thread beats; the answers come on another.
 */
final class UdpHeartbeat {
  private static final byte[] BEAT = {0};

  private final EventLoops loops;
  private final Consumer<InetSocketAddress> onAnswer;
  private @Nullable Channel channel;

  UdpHeartbeat(EventLoops loops, Consumer<InetSocketAddress> onAnswer) {
    this.loops = loops;
    this.onAnswer = onAnswer;
  }

  /**
   * Sends one beat.
   *
   * @throws IOException if there can be no socket now
   */
  void beat(InetSocketAddress server) throws IOException {
    Channel open = channel;
    if (open == null) {
      open = open();
      channel = open;
    }
    Channels.writeAndFlush(open, new DatagramPacket(Unpooled.wrappedBuffer(BEAT), server));
  }

  private Channel open() throws IOException {
    ChannelFuture bound =
        new Bootstrap()
            .group(loops.io())
            .channel(loops.datagramChannel())
            .handler(new Answers())
            .bind(0)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("no socket for UDP heartbeats: " + bound.cause(), bound.cause());
    }
    return bound.channel();
  }

  /** Tells who has answered; that a server's port is closed is told by its silence. */
  private final class Answers extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket answer) {
      onAnswer.accept(answer.sender());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      // an ICMP message about a former beat
    }
  }

  void close() {
    if (channel != null) {
      Channels.close(channel);
    }
  }
}
