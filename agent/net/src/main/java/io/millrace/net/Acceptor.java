package io.millrace.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the connections of one listener, refuses those that are too many, and adds TLS. */
@Sharable
final class Acceptor extends ChannelInitializer<Channel> {
  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

  private final String owner;
  private final ListenOptions options;
  private final Optional<TlsServer> tls;
  private final AtomicInteger open = new AtomicInteger();
  private volatile @Nullable Listener listener;

  Acceptor(String owner, ListenOptions options) {
    this.owner = owner;
    this.options = options;
    this.tls = options.tls().map(TlsServer::new);
  }

  /** Starts to accept: until then connections wait in the kernel's backlog. */
  void serve(Listener ready) {
    listener = ready;
    ready.resume();
  }

  @Override
  protected void initChannel(Channel channel) {
    int now = open.incrementAndGet();
    Channels.whenClosed(channel, open::decrementAndGet);
    if (now > options.maxConnections()) {
      if (now == options.maxConnections() + 1) {
        LOG.warn(
            "too many connections, closing new ones plugin_id={} address={} limit={}",
            owner,
            options.key(),
            options.maxConnections());
      }
      Channels.close(channel);
      return;
    }
    tls.ifPresent(server -> channel.pipeline().addLast(server.handler(channel.alloc())));
    Objects.requireNonNull(listener, "accepted before serve").handler().accept(channel);
  }
}
