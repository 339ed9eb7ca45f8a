package io.millrace.net;

import io.millrace.api.MillraceException;
import io.millrace.api.PluginContext;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens listening sockets, and knows which plugin has which address. One lock guards that; no other
 * is taken under it, and a socket is bound outside of it. Safe for use by several threads.
 */
final class ListeningSockets {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningSockets.class);

  /** Largest UDP datagram that is read whole. */
  private static final int MAX_DATAGRAM = 65_535;

  private final EventLoops loops;
  private final ReadSizes reads;
  private final Map<ListenerKey, Claim> claims = new HashMap<>(); // guarded by this

  /** Who has a listener; the listener is missing while it is being opened, and for port 0. */
  private record Claim(String owner, List<Listener> listener) {}

  /** On {@code loops}; one read takes as much as {@code budget} lets a decoder allocate. */
  ListeningSockets(EventLoops loops, ReceiveBudget budget) {
    this.loops = loops;
    this.reads = new ReadSizes(budget::eager);
  }

  /** All that are open. */
  synchronized List<Listener> open() {
    return claims.values().stream().flatMap(claim -> claim.listener().stream()).toList();
  }

  /**
   * Listens for TCP connections; each is offered to {@code acceptor}.
   *
   * @throws MillraceException if the address cannot be bound
   */
  Listener tcp(String owner, ListenOptions options, Acceptor acceptor, Consumer<Channel> handler) {
    claim(options.key(), owner);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.accept(), loops.io())
            .channel(loops.serverChannel())
            .handler(acceptor.failures())
            .childHandler(acceptor)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads);
    options.backlog().ifPresent(n -> bootstrap.option(ChannelOption.SO_BACKLOG, n));
    options.receiveBuffer().ifPresent(n -> bootstrap.option(ChannelOption.SO_RCVBUF, n));
    Channel channel = bound(owner, options.key(), bootstrap.bind(options.address()));
    return register(options.key(), owner, channel, handler);
  }

  /**
   * As {@link #tcp}, on a Unix socket. A socket that is there already is removed.
   *
   * @throws MillraceException if the path cannot be bound
   */
  Listener unix(
      PluginContext context,
      Path path,
      OptionalInt backlog,
      Acceptor acceptor,
      Consumer<Channel> handler) {
    ListenerKey key = ListenerKey.unix(path);
    claim(key, context.id());
    try {
      UnixSockets.makeRoom(path, context);
    } catch (IOException e) {
      release(key);
      throw cannotListen(context.id(), key, e.toString());
    }
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.accept(), loops.io())
            .channel(loops.unixChannel())
            .handler(acceptor.failures())
            .childHandler(acceptor)
            .option(ChannelOption.AUTO_READ, false);
    backlog.ifPresent(n -> bootstrap.option(ChannelOption.SO_BACKLOG, n));
    Channel channel = bound(context.id(), key, bootstrap.bind(loops.unixAddress(path)));
    return register(
        key,
        context.id(),
        channel,
        handler,
        () -> {
          UnixSockets.remove(path);
          release(key);
        });
  }

  /**
   * Listens for UDP datagrams.
   *
   * @throws MillraceException if the address cannot be bound
   */
  Listener udp(String owner, ListenerKey key, OptionalInt receiveBuffer, ChannelHandler handler) {
    claim(key, owner);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops.io())
            .channel(loops.datagramChannel())
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM))
            .handler(handler);
    receiveBuffer.ifPresent(n -> bootstrap.option(ChannelOption.SO_RCVBUF, n));
    InetSocketAddress address = new InetSocketAddress(key.host(), key.port());
    return register(key, owner, bound(owner, key, bootstrap.bind(address)), child -> {});
  }

  private synchronized void claim(ListenerKey key, String owner) {
    if (key.port() == 0) {
      return; // each gets a port of its own
    }
    Claim other = claims.get(key);
    if (other != null) {
      throw taken(key, owner, other.owner());
    }
    claims.put(key, new Claim(owner, List.of()));
  }

  private Channel bound(String owner, ListenerKey key, ChannelFuture bind) {
    bind.awaitUninterruptibly();
    if (!bind.isSuccess()) {
      release(key);
      throw cannotListen(owner, key, String.valueOf(bind.cause().getMessage()));
    }
    return bind.channel();
  }

  private Listener register(
      ListenerKey asked, String owner, Channel channel, Consumer<Channel> handler) {
    ListenerKey key = asked.at(channel.localAddress());
    return register(key, owner, channel, handler, () -> release(key));
  }

  private synchronized Listener register(
      ListenerKey key, String owner, Channel channel, Consumer<Channel> handler, Runnable onClose) {
    Listener listener = new Listener(channel, handler, onClose);
    claims.put(key, new Claim(owner, List.of(listener)));
    LOG.debug("listening address={} plugin_id={}", key, owner);
    return listener;
  }

  private synchronized void release(ListenerKey key) {
    claims.remove(key);
  }

  /** What is said to a plugin that wants an address that another has. */
  static MillraceException taken(ListenerKey key, String owner, String other) {
    return cannotListen(owner, key, "the plugin '" + other + "' listens there already");
  }

  private static MillraceException cannotListen(String owner, ListenerKey key, String reason) {
    return new MillraceException(
        "plugin '"
            + owner
            + "' cannot listen on "
            + key
            + ": "
            + reason
            + (key.port() == ListenerKey.NO_PORT
                ? ". Free that path, or change 'path'"
                : ". Free that port, or change 'port' or 'bind'"));
  }
}
