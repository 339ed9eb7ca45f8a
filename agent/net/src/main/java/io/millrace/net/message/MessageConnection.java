package io.millrace.net.message;

import io.millrace.api.MillraceException;
import io.millrace.event.ByteSlice;
import io.millrace.net.Channels;
import io.millrace.net.ReadGate;
import io.millrace.net.ReceiveBudget;
import io.millrace.net.SerialLane;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One connection of a sender: the io thread cuts bytes into messages, a worker makes events of
 * them, in order.
 *
 * <p><b>Back-pressure.</b> The socket is read unless the lane holds two batches (of which one may
 * be waiting for room in a buffer), the process holds too many bytes, or the server ends or is
 * held: {@link ReadGate}.
 */
final class MessageConnection extends ChannelInboundHandlerAdapter {
  private static final int LANE_DEPTH = 2;

  private final MessageServer server;
  private final Channel channel;
  private final Peer peer;
  private final Framer framer;
  private final SerialLane lane;
  private final ReadGate gate;
  private final ReceiveBudget.Share share;
  private final Batch.Owner owner;
  private long framerHeld;
  private boolean failed;
  private volatile boolean ending;

  MessageConnection(MessageServer server, Channel channel) {
    this.server = server;
    this.channel = channel;
    this.peer = new Peer(channel.remoteAddress());
    this.framer = server.service().framer();
    this.lane = new SerialLane(server.workers(), LANE_DEPTH, this::reconsiderSoon, this::fail);
    this.gate =
        new ReadGate(
            channel,
            server.budget(),
            this::isWilling,
            () -> framerHeld > 0 ? framerHeld : -1,
            this::stalled);
    this.share = gate.share();
    this.owner =
        new Batch.Owner(server.inFlight(), server::service, server::isEnding, server.logLimit());
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    gate.reconsider();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ByteBuf in = (ByteBuf) msg;
    List<ByteSlice> arrived = new ArrayList<>();
    int size = in.readableBytes();
    try {
      if (!failed) {
        framer.cut(in, arrived::add);
      }
    } catch (MillraceException e) {
      failed = true;
      lane.whenIdle(() -> fail(e));
    } finally {
      in.release();
    }
    long before = framerHeld;
    framerHeld = framer.held();
    share.add(framerHeld - before);
    if (!arrived.isEmpty()) {
      submit(arrived, Math.max(size, before));
    }
    gate.reconsider();
  }

  private void submit(List<ByteSlice> arrived, long bytes) {
    share.add(bytes);
    lane.submit(new Batch(owner, arrived, List.of(peer), () -> share.add(-bytes)));
  }

  /** Stops reading, and closes when what has arrived is emitted. */
  void end() {
    ending = true;
    reconsiderSoon();
    lane.whenIdle(this::cut);
  }

  /** Completes when it is closed. */
  CompletableFuture<Void> closed() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Channels.whenClosed(channel, () -> closed.complete(null));
    return closed;
  }

  /** Closes it at once. */
  void cut() {
    Channels.close(channel);
  }

  private void fail(Throwable error) {
    long left = server.logLimit().next();
    if (left >= 0) {
      server
          .log()
          .error(
              "closing a connection {} error=\"{}\" more_since_last_line={}",
              peer,
              error.getMessage(),
              left);
    }
    cut();
  }

  /** Looks anew whether to read. On any thread. */
  void reconsiderSoon() {
    gate.reconsiderSoon();
  }

  private boolean isWilling() {
    return !ending && !failed && !server.inFlight().isShut() && !lane.isFull();
  }

  private void stalled() {
    server.log().warn("memory is used up and the sender stalls, closing {}", peer);
    cut();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (framerHeld > 0) {
      server.log().debug("connection closed within a message, which is not taken {}", peer);
    }
    share.add(-framerHeld);
    framerHeld = 0;
    share.leave();
    server.closed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      server.log().debug("connection lost {} error={}", peer, cause.toString());
      cut();
    } else {
      fail(cause);
    }
  }
}
