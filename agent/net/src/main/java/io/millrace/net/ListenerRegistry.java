package io.millrace.net;

import io.millrace.api.Handover;
import io.millrace.api.MillraceException;
import io.millrace.api.PluginContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Opens and owns the listeners of the process, each under its protocol, address and TLS identity.
 * Plugins use them; they do not own them. A service of the process. Safe for use by several
 * threads.
 *
 * <p><b>Two kinds.</b> {@link #tcp} and {@link #udp} open a listener for one plugin, which closes
 * it. {@link #seat} gives a plugin a seat at a listener: the same plugin of every worker gets one,
 * connections are dealt to them in turn, and at a reload the plugin of the next graph sits down
 * where the old one got up, with its connections.
 *
 * <p><b>Reload.</b> {@link #begin} stops accepting and reading; until {@link #end}, a seat that is
 * closed stays vacant. A plugin of the new graph that asks for the same key gets the vacant seat
 * and its host. One that wants the port under another key makes the vacant listener there close
 * first. At the end, what is still vacant closes, its acks written first; the others go on.
 *
 * <p><b>One class.</b> {@link ListeningSockets} opens the sockets; {@link SharedListener} and
 * {@link Seat} are the parts. What is left here is what must be seen under the one lock: which
 * listeners are shared, whose seat is vacant, and whether a reload is on.
 */
public final class ListenerRegistry implements AutoCloseable, Handover {
  private final EventLoops loops;
  private final ListeningSockets sockets;
  private final ReceiveBudget budget;
  private final ConnectionLimit limit;
  private final Map<ListenerKey, SharedListener> shared = new HashMap<>(); // guarded by this
  private boolean handover; // guarded by this

  /** Without listeners; what peers send is held in a quarter of the heap at most. */
  public ListenerRegistry(EventLoops loops) {
    this(loops, ReceiveBudget.ofHeap());
  }

  /** Without listeners. */
  public ListenerRegistry(EventLoops loops, ReceiveBudget budget) {
    this(loops, budget, ConnectionLimit.ofProcess());
  }

  /** Without listeners. */
  public ListenerRegistry(EventLoops loops, ReceiveBudget budget, ConnectionLimit limit) {
    this.loops = loops;
    this.sockets = new ListeningSockets(loops, budget);
    this.budget = budget;
    this.limit = limit;
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
    Acceptor acceptor = new Acceptor(owner, options, limit);
    Listener listener = sockets.tcp(owner, options, acceptor, handler);
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
    return sockets.udp(owner, new ListenerKey("udp", host, port, ""), OptionalInt.empty(), handler);
  }

  /**
   * A seat at the TCP listener of {@code options}, which is opened for the first one. Its
   * connections are served once the whole graph has started, if this is a reload.
   *
   * @param type what the host must be to be taken over from the former graph
   * @param fresh makes the host if there is none to take over
   * @throws MillraceException if the address cannot be bound, or another plugin of the same worker
   *     has it; names the plugin and the address
   */
  public synchronized <H extends ConnectionHost> Seat<H> seat(
      PluginContext context, ListenOptions options, Class<H> type, Supplier<H> fresh) {
    Claimant claimant = Claimant.of(context);
    ListenerKey key = options.key();
    return seat(
        claimant,
        key,
        options,
        type,
        fresh,
        (acceptor, to) -> sockets.tcp(claimant.plugin(), options, acceptor, to));
  }

  /**
   * As the other {@code seat}, for a Unix socket. A socket that is there already is removed: the
   * kernel leaves it behind when its process is killed.
   *
   * @param backlog connections that the kernel keeps waiting
   */
  public synchronized <H extends ConnectionHost> Seat<H> seat(
      PluginContext context, Path path, OptionalInt backlog, Class<H> type, Supplier<H> fresh) {
    Claimant claimant = Claimant.of(context);
    ListenOptions plain = ListenOptions.tcp(path.toString(), 0);
    return seat(
        claimant,
        ListenerKey.unix(path),
        plain,
        type,
        fresh,
        (acceptor, to) -> sockets.unix(context, path, backlog, acceptor, to));
  }

  @FunctionalInterface
  private interface Binding {
    Listener bind(Acceptor acceptor, Consumer<Channel> handler);
  }

  private <H extends ConnectionHost> Seat<H> seat(
      Claimant claimant,
      ListenerKey key,
      ListenOptions options,
      Class<H> type,
      Supplier<H> fresh,
      Binding binding) {
    SharedListener there = shared.get(key);
    if (there != null) {
      there.renew(options); // first: if it fails, the vacant seat is still there
      H host = sitDown(there, claimant, key, type).orElseGet(fresh);
      return seated(new Seat<>(this, there, claimant, host));
    }
    makeWay(key);
    H host = fresh.get();
    SharedListener opened = new SharedListener();
    Acceptor acceptor = new Acceptor(claimant.plugin(), options, limit);
    Listener socket = binding.bind(acceptor, opened::deal);
    acceptor.prepare(socket);
    opened.open(socket, Optional.of(acceptor));
    return opened(key, new Seat<>(this, opened, claimant, host));
  }

  /** As the other {@code seat}, for UDP; {@code host} is served from now on. */
  public <H extends DatagramHost> Seat<H> seat(
      PluginContext context, String address, int port, H host) {
    return seat(context, address, port, OptionalInt.empty(), host);
  }

  /**
   * As the other {@code seat}, for UDP; {@code host} is served from now on.
   *
   * @param receiveBuffer size in bytes of SO_RCVBUF
   */
  public synchronized <H extends DatagramHost> Seat<H> seat(
      PluginContext context, String address, int port, OptionalInt receiveBuffer, H host) {
    Claimant claimant = Claimant.of(context);
    ListenerKey key = new ListenerKey("udp", address, port, "");
    SharedListener there = shared.get(key);
    if (there != null) {
      Optional<DatagramHost> former = sitDown(there, claimant, key, DatagramHost.class);
      former.ifPresent(DatagramHost::end);
      return seated(new Seat<>(this, there, claimant, host));
    }
    makeWay(key);
    SharedListener opened = new SharedListener();
    opened.open(
        sockets.udp(claimant.plugin(), key, receiveBuffer, opened.datagrams()), Optional.empty());
    return opened(key, new Seat<>(this, opened, claimant, host));
  }

  /** Removes the vacant seat of the claimant's worker; its host, if it can be taken over. */
  private <H extends ListenerHost> Optional<H> sitDown(
      SharedListener listener, Claimant claimant, ListenerKey key, Class<H> type) {
    Seat<?> former = listener.seatOf(claimant.worker()).orElse(null);
    if (former == null) {
      return Optional.empty();
    }
    if (!listener.isVacant(former)) {
      throw ListeningSockets.taken(key, claimant.plugin(), former.claimant().plugin());
    }
    listener.remove(former);
    if (type.isInstance(former.host())) {
      return Optional.of(type.cast(former.host()));
    }
    former.host().end();
    return Optional.empty();
  }

  private static <H extends ListenerHost> Seat<H> seated(Seat<H> seat) {
    seat.listener().add(seat);
    return seat;
  }

  private <H extends ListenerHost> Seat<H> opened(ListenerKey asked, Seat<H> seat) {
    SocketAddress address = seat.listener().socket().localAddress();
    shared.put(asked.at(address), seated(seat).listener());
    seat.listener().socket().resume();
    return seat;
  }

  /** Closes vacant listeners on the port of {@code key}: it is to be opened in another way. */
  private void makeWay(ListenerKey key) {
    for (Map.Entry<ListenerKey, SharedListener> entry : Map.copyOf(shared).entrySet()) {
      if (entry.getKey().excludes(key) && entry.getValue().isAbandoned()) {
        shut(entry.getKey(), entry.getValue());
      }
    }
  }

  private void shut(ListenerKey key, SharedListener listener) {
    shared.remove(key);
    listener.socket().close();
    listener.vacantSeats().forEach(seat -> seat.host().end());
  }

  /** See {@link Seat#close}. */
  void leave(Seat<?> seat) {
    SharedListener listener = seat.listener();
    boolean keep;
    synchronized (this) {
      keep = handover;
      if (!keep) {
        listener.remove(seat);
        if (listener.seats().isEmpty() && shared.values().remove(listener)) {
          listener.socket().close();
        }
      }
    }
    if (!keep) {
      seat.host().end();
      return;
    }
    Holding.of(List.of(seat.host())).await();
    synchronized (this) {
      listener.vacate(seat);
    }
  }

  @Override
  public void begin() {
    List<ListenerHost> hosts = new ArrayList<>();
    synchronized (this) {
      handover = true;
      for (SharedListener listener : shared.values()) {
        listener.socket().pause();
        listener.seats().forEach(seat -> hosts.add(seat.host()));
      }
    }
    Holding.of(hosts).await();
  }

  @Override
  public void end() {
    List<ListenerHost> gone = new ArrayList<>();
    synchronized (this) {
      handover = false;
      for (Map.Entry<ListenerKey, SharedListener> entry : Map.copyOf(shared).entrySet()) {
        SharedListener listener = entry.getValue();
        for (Seat<?> seat : listener.vacantSeats()) {
          listener.remove(seat);
          gone.add(seat.host());
        }
        if (listener.seats().isEmpty()) {
          shared.remove(entry.getKey());
          listener.socket().close();
        } else {
          listener.seats().forEach(seat -> seat.host().resume());
          listener.socket().resume();
        }
      }
    }
    gone.forEach(ListenerHost::end);
  }

  /** Closes all listeners. */
  @Override
  public void close() {
    List<Listener> open;
    synchronized (this) {
      open = sockets.open();
      shared.clear();
    }
    open.forEach(Listener::close);
  }
}
