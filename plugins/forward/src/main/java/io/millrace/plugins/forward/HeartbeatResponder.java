package io.millrace.plugins.forward;

import io.millrace.net.Channels;
import io.millrace.net.DatagramHost;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;

/**
 * Answers each datagram with one zero byte. Source: Forward Protocol Specification v1, "Heartbeat".
 */
final class HeartbeatResponder implements DatagramHost {
  private static final byte[] ANSWER = {0};

  @Override
  public void receive(Channel channel, DatagramPacket packet) {
    Channels.writeAndFlush(
        channel, new DatagramPacket(Unpooled.wrappedBuffer(ANSWER), packet.sender()));
  }
}
