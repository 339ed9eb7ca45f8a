package io.millrace.net;

import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;

/** Takes the datagrams of a UDP listener. Safe for use by several threads. */
public interface DatagramHost extends ListenerHost {
  /**
   * Takes a datagram that came in through {@code channel}; valid during the call. On io threads.
   */
  void receive(Channel channel, DatagramPacket packet);

  /** What could be read at once through {@code channel} has been received. On its io thread. */
  default void received(Channel channel) {}
}
