package io.millrace.net;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An open socket that takes connections or datagrams. Who handles them can be replaced while it is
 * open, so that it survives a reload. Safe for use by several threads.
 */
public final class Listener implements AutoCloseable {
  private final Channel channel;
  private final Runnable onClose;
  private volatile Consumer<Channel> handler;
  private volatile boolean paused;

  Listener(Channel channel, Consumer<Channel> handler, Runnable onClose) {
    this.channel = channel;
    this.handler = handler;
    this.onClose = onClose;
  }

  /**
   * The address in use, with the port that was taken for port 0.
   *
   * @throws ClassCastException if it listens on a Unix socket
   */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  SocketAddress localAddress() {
    return channel.localAddress();
  }

  /** Gives new connections to {@code handler}, which adds its handlers to their pipeline. */
  public void pointAt(Consumer<Channel> handler) {
    this.handler = handler;
  }

  boolean isPaused() {
    return paused;
  }

  Consumer<Channel> handler() {
    return handler;
  }

  /** Stops taking connections; the kernel's backlog holds those that come. */
  public void pause() {
    paused = true;
    channel.config().setAutoRead(false);
  }

  /** Takes connections again. */
  public void resume() {
    paused = false;
    channel.config().setAutoRead(true);
  }

  /**
   * Closes the socket, not the connections that came from it. When it returns, the address is free.
   */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    if (!channel.eventLoop().isShuttingDown()) {
      // With NIO the kernel's socket goes only when the loop selects again: a timer is behind that.
      channel.eventLoop().schedule(() -> {}, 1, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
    onClose.run();
  }
}
