package io.millrace.net;

import io.millrace.api.MillraceException;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and owns the listeners of the process, each under its protocol, address and TLS identity.
 * Plugins use them; they do not own them, so that a reload can point one at its new plugin. A
 * service of the process. Safe for use by several threads.
 */
public final class ListenerRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerRegistry.class);

  /** Largest UDP datagram that is read whole. */
  private static final int MAX_DATAGRAM = 65_535;

  private final EventLoops loops;
  private final ReceiveBudget budget;
  private final Map<ListenerKey, Claim> claims = new HashMap<>(); // guarded by this

  /** Who has a listener; the listener is missing while it is being opened, and for port 0. */
  private record Claim(String owner, List<Listener> listener) {}

  /** Without listeners; what peers send is held in a quarter of the heap at most. */
  public ListenerRegistry(EventLoops loops) {
    this(loops, ReceiveBudget.ofHeap());
  }

  /** Without listeners. */
  public ListenerRegistry(EventLoops loops, ReceiveBudget budget) {
    this.loops = loops;
    this.budget = budget;
  }

  /** The threads. */
  public EventLoops loops() {
    return loops;
  }

  /** What all connections together may hold. */
  public ReceiveBudget budget() {
    return budget;
  }

  /**
   * Listens for TCP connections.
   *
   * @param owner id of the plugin, for messages
   * @param handler called on an io thread with each new connection; adds handlers to its pipeline
   * @throws MillraceException if the address cannot be bound; names the owner and the address
   */
  public Listener tcp(String owner, ListenOptions options, Consumer<Channel> handler) {
    Acceptor acceptor = new Acceptor(owner, options);
    claim(options.key(), owner);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.accept(), loops.io())
            .channel(loops.serverChannel())
            .childHandler(acceptor)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, options.keepAlive());
    options.backlog().ifPresent(n -> bootstrap.option(ChannelOption.SO_BACKLOG, n));
    options.receiveBuffer().ifPresent(n -> bootstrap.option(ChannelOption.SO_RCVBUF, n));
    options.linger().ifPresent(s -> bootstrap.childOption(ChannelOption.SO_LINGER, s));
    Channel channel = bound(owner, options.key(), bootstrap.bind(options.address()));
    Listener listener = register(options.key(), owner, channel, handler);
    acceptor.serve(listener);
    return listener;
  }

  /**
   * Listens for UDP datagrams.
   *
   * @param owner id of the plugin, for messages
   * @param handler receives Netty's datagram packets on an io thread
   * @throws MillraceException if the address cannot be bound; names the owner and the address
   */
  public Listener udp(String owner, String host, int port, ChannelHandler handler) {
    ListenerKey key = new ListenerKey("udp", host, port, "");
    claim(key, owner);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops.io())
            .channel(loops.datagramChannel())
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM))
            .handler(handler);
    Channel channel = bound(owner, key, bootstrap.bind(new InetSocketAddress(host, port)));
    return register(key, owner, channel, child -> {});
  }

  /** Closes all listeners. */
  @Override
  public void close() {
    List<Listener> open;
    synchronized (this) {
      open = claims.values().stream().flatMap(claim -> claim.listener().stream()).toList();
    }
    open.forEach(Listener::close);
  }

  private synchronized void claim(ListenerKey key, String owner) {
    if (key.port() == 0) {
      return; // each gets a port of its own
    }
    Claim other = claims.get(key);
    if (other != null) {
      throw cannotListen(owner, key, "the plugin '" + other.owner() + "' listens there already");
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

  private synchronized Listener register(
      ListenerKey asked, String owner, Channel channel, Consumer<Channel> handler) {
    int port = ((InetSocketAddress) channel.localAddress()).getPort();
    ListenerKey key = new ListenerKey(asked.protocol(), asked.host(), port, asked.tlsIdentity());
    Listener listener = new Listener(channel, handler, () -> release(key));
    claims.put(key, new Claim(owner, List.of(listener)));
    LOG.debug("listening address={} plugin_id={}", key, owner);
    return listener;
  }

  private synchronized void release(ListenerKey key) {
    claims.remove(key);
  }

  private static MillraceException cannotListen(String owner, ListenerKey key, String reason) {
    return new MillraceException(
        "plugin '"
            + owner
            + "' cannot listen on "
            + key
            + ": "
            + reason
            + ". Free that port, or change 'port' or 'bind'");
  }
}
