package io.millrace.net;

import io.netty.channel.Channel;

/** Serves the connections of a TCP listener. Safe for use by several threads. */
public interface ConnectionHost extends ListenerHost {
  /**
   * Takes a new connection: adds handlers to its pipeline. On an io thread. While the host is held,
   * it takes connections and does not read them.
   */
  void accept(Channel channel);
}
