package io.millrace.plugins.forward;

import io.millrace.net.Channels;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import org.slf4j.Logger;

/**
 * Answers each datagram with one zero byte. Source: Forward Protocol Specification v1, "Heartbeat".
 */
@Sharable
final class HeartbeatResponder extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final byte[] ANSWER = {0};

  private final Logger log;

  HeartbeatResponder(Logger log) {
    this.log = log;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
    Channels.writeAndFlush(
        ctx.channel(), new DatagramPacket(Unpooled.wrappedBuffer(ANSWER), packet.sender()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("heartbeat not answered: {}", cause.toString());
  }
}
