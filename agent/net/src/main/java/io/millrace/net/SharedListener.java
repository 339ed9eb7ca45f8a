package io.millrace.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener with a seat for each worker; connections and datagrams are dealt to them in turn. A
 * seat whose plugin has gone stays, vacant, until the reload is over. Seats are guarded by the
 * registry's lock; dealing takes none.
 */
final class SharedListener {
  private static final Logger LOG = LoggerFactory.getLogger(SharedListener.class);

  private final List<Seat<?>> seats = new CopyOnWriteArrayList<>();
  private final Set<Seat<?>> vacant = new HashSet<>();
  private final AtomicInteger turn = new AtomicInteger();
  private @Nullable Listener socket;
  private @Nullable Acceptor acceptor;

  /** With this socket from now on; it must not deal before the first seat is there. */
  void open(Listener newSocket, Optional<Acceptor> newAcceptor) {
    socket = newSocket;
    acceptor = newAcceptor.orElse(null);
  }

  Listener socket() {
    if (socket == null) {
      throw new IllegalStateException("the listener is not open");
    }
    return socket;
  }

  /** New connections get these options, and the certificate as its file is now. */
  void renew(ListenOptions options) {
    if (acceptor != null) {
      acceptor.renew(options);
    }
  }

  void deal(Channel channel) {
    if (next() instanceof ConnectionHost host) {
      host.accept(channel);
    } else {
      Channels.close(channel);
    }
  }

  private @Nullable ListenerHost next() {
    Object[] now = seats.toArray();
    return now.length == 0
        ? null
        : ((Seat<?>) now[Math.floorMod(turn.getAndIncrement(), now.length)]).host();
  }

  /** What gives datagrams to their hosts. */
  SimpleChannelInboundHandler<DatagramPacket> datagrams() {
    return new Datagrams();
  }

  @Sharable
  private final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
      if (next() instanceof DatagramHost host) {
        host.receive(ctx.channel(), packet);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      for (Seat<?> seat : seats) {
        if (seat.host() instanceof DatagramHost host) {
          host.received(ctx.channel());
        }
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      LOG.debug("a datagram was not handled: {}", cause.toString());
    }
  }

  Optional<Seat<?>> seatOf(int worker) {
    return seats.stream().filter(seat -> seat.claimant().worker() == worker).findFirst();
  }

  List<Seat<?>> seats() {
    return List.copyOf(seats);
  }

  List<Seat<?>> vacantSeats() {
    return List.copyOf(vacant);
  }

  boolean isVacant(Seat<?> seat) {
    return vacant.contains(seat);
  }

  boolean isAbandoned() {
    return vacant.size() == seats.size();
  }

  void add(Seat<?> seat) {
    seats.add(seat);
  }

  void vacate(Seat<?> seat) {
    if (seats.contains(seat)) {
      vacant.add(seat);
    }
  }

  void remove(Seat<?> seat) {
    seats.remove(seat);
    vacant.remove(seat);
  }
}
