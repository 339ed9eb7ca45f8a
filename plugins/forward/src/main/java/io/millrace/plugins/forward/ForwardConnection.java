package io.millrace.plugins.forward;

import io.millrace.api.MillraceException;
import io.millrace.event.ByteSlice;
import io.millrace.event.LentEvents;
import io.millrace.event.MalformedPackException;
import io.millrace.net.Channels;
import io.millrace.net.ReadGate;
import io.millrace.net.ReceiveBudget;
import io.millrace.net.SerialLane;
import io.millrace.net.forward.ForwardDecoder;
import io.millrace.net.forward.ForwardMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One connection of a sender.
 *
 * <p><b>Threads.</b> Everything here runs on the connection's io thread, but for what a {@link
 * MessageBatch} calls. The io thread cuts bytes into messages; a worker emits them, in order, and
 * writes the acks.
 *
 * <p><b>Back-pressure.</b> The socket is read unless one of these holds: the lane has two batches,
 * an emit is not complete, the peer does not take our acks, the process holds too many bytes, the
 * plugin ends or is being replaced. {@link ReadGate} looks at them all.
 */
final class ForwardConnection extends ChannelInboundHandlerAdapter
    implements ForwardDecoder.Receiver, ForwardDecoder.Memory {
  private static final int LANE_DEPTH = 2;
  private static final long HANDSHAKE_SECONDS = 10;

  private final ForwardServer server;
  private final Channel channel;
  private volatile Peer peer;
  private volatile ForwardInputConfig peerConfig;
  private final ForwardDecoder decoder;
  private final SerialLane lane;
  private final ReadGate gate;
  private final ReceiveBudget.Share share;
  private @Nullable Handshake handshake;
  private List<Received> arrived = new ArrayList<>(1);
  private long arrivedBytes;
  private long decoderHeld;
  private boolean failed;
  private volatile boolean emitting;
  private volatile boolean ending;

  ForwardConnection(ForwardServer server, Channel channel) {
    this.server = server;
    this.channel = channel;
    this.peerConfig = server.config();
    this.peer = new Peer((InetSocketAddress) channel.remoteAddress(), peerConfig);
    long limit = server.security().isPresent() ? Handshake.MAX_PING : server.maxMessage();
    this.decoder = new ForwardDecoder(limit, this, this);
    this.lane = new SerialLane(server.workers(), LANE_DEPTH, this::reconsiderSoon, this::fail);
    this.gate =
        new ReadGate(
            channel,
            server.budget(),
            this::isWilling,
            () -> decoder.isInside() ? decoderHeld : -1,
            this::stalled);
    this.share = gate.share();
  }

  /** The sender, as the input that is served now tags its events. On the lane. */
  @SuppressWarnings("ReferenceEquality") // another input has a configuration of its own
  Peer peer() {
    ForwardInputConfig now = server.config();
    if (now != peerConfig) {
      peerConfig = now;
      peer = new Peer((InetSocketAddress) channel.remoteAddress(), now);
    }
    return peer;
  }

  /** Whether nothing more is to be emitted. On a worker. */
  boolean isEnding() {
    return ending;
  }

  /** Sends the acks written so far: the batch is put aside. On a worker. */
  void putAside() {
    channel.flush();
  }

  ForwardServer server() {
    return server;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    server
        .security()
        .ifPresent(
            policy -> {
              handshake = new Handshake(policy, !server.config().denyKeepalive());
              send(handshake.helo());
              Channels.later(channel, HANDSHAKE_SECONDS, this::checkHandshake);
            });
  }

  private void checkHandshake() {
    if (handshake != null && channel.isOpen()) {
      if (!failed) {
        server.peerLog().warn("no PING in time, closing", peer, "limit=" + HANDSHAKE_SECONDS + "s");
      }
      Channels.close(channel);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ByteBuf in = (ByteBuf) msg;
    try {
      if (!failed) {
        decoder.decode(in);
        if (handshake != null && !failed && decoder.isSteppingOver()) {
          handshaken(Handshake.invalid());
        }
      }
    } catch (MalformedPackException e) {
      failed = true;
      lane.submit(new MessageBatch(this, takeArrived(), 0));
      afterAcks(() -> fail(e));
    } finally {
      in.release();
    }
    long bytes = arrivedBytes;
    hold(decoder.held(), bytes);
    if (!arrived.isEmpty()) {
      lane.submit(new MessageBatch(this, takeArrived(), bytes));
    }
    gate.reconsider();
  }

  private List<Received> takeArrived() {
    List<Received> batch = arrived;
    arrived = new ArrayList<>(1);
    arrivedBytes = 0;
    return batch;
  }

  @Override
  public void message(ByteSlice value) {
    message(value, LentEvents.Lender.NOBODY);
  }

  @Override
  public void message(ByteSlice value, LentEvents.Lender array) {
    if (handshake == null) {
      array.retain();
      arrived.add(new Received(value, array));
      arrivedBytes += value.length();
      return;
    }
    if (!failed) {
      // JSON is for senders without a key: the handshake has no JSON form.
      handshaken(decoder.isJson() ? Handshake.invalid() : handshake.answer(peer.address(), value));
    }
  }

  private void handshaken(Handshake.Answer answer) {
    send(answer.pong());
    if (answer.refusal().isEmpty()) {
      handshake = null;
      decoder.maxMessage(server.maxMessage());
    } else {
      failed = true;
      server.peerLog().warn("refusing sender reason=" + answer.refusal(), peer, "");
      Channels.closeAfterWrites(channel);
    }
  }

  @Override
  public void tooLong(ByteSlice head, long size) {
    if (handshake != null) {
      if (!failed) {
        handshaken(Handshake.invalid());
      }
      return;
    }
    server.receiver().tooLong(ForwardMessage.tagOf(head), size, server.maxMessage(), peer);
  }

  private void send(ByteSlice packed) {
    Channels.writeAndFlush(channel, Unpooled.wrappedBuffer(packed.toByteBuffer()));
  }

  /** Writes an ack without flushing; answers whether one was asked for. On a worker. */
  boolean ack(ForwardMessage message) {
    Optional<ByteSlice> chunk = message.chunk();
    if (chunk.isPresent()) {
      Channels.write(channel, ack(chunk.get()));
    }
    return chunk.isPresent();
  }

  private ByteBuf ack(ByteSlice chunk) {
    return decoder.isJson() ? Ack.json(channel.alloc(), chunk) : Ack.pack(channel.alloc(), chunk);
  }

  /** Whether an emit is open, which stops reading. On a worker. */
  void emitting(boolean open) {
    emitting = open;
    reconsiderSoon();
  }

  /** A batch is done, or given up. On a worker. */
  void batchDone(long bytes, boolean hadEvents, boolean wroteAcks) {
    share.add(-bytes);
    if (wroteAcks) {
      channel.flush();
    }
    if (hadEvents && server.config().denyKeepalive()) {
      Channels.closeAfterWrites(channel);
    }
  }

  /** Ends the connection because of {@code error}. On any thread. */
  void fail(Throwable error) {
    if (error instanceof RuntimeException && isExpected(error)) {
      server
          .peerLog()
          .error("unexpected error on reading data", peer, "error=" + error.getMessage());
    } else {
      log().error("unexpected error on reading data {}", peer, error);
    }
    channel.flush(); // acks of what came before the error
    Channels.close(channel);
  }

  /**
   * Runs {@code task} on the channel's thread when all that has arrived is emitted, behind its
   * acks: workers hand those to that thread before the lane is idle.
   */
  private void afterAcks(Runnable task) {
    lane.whenIdle(() -> channel.eventLoop().execute(task));
  }

  private static boolean isExpected(Throwable error) {
    return error instanceof MalformedPackException || error instanceof MillraceException;
  }

  /** Stops reading, and closes when what has arrived is emitted and acknowledged. */
  void end() {
    ending = true;
    channel
        .eventLoop()
        .execute(
            () -> {
              gate.reconsider();
              afterAcks(() -> Channels.closeAfterWrites(channel));
            });
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

  /** Looks anew whether to read. On any thread. */
  void reconsiderSoon() {
    gate.reconsiderSoon();
  }

  private boolean isWilling() {
    return !ending
        && !emitting
        && !server.inFlight().isShut()
        && !lane.isFull()
        && channel.isWritable();
  }

  private void stalled() {
    log().warn("memory is used up and the sender stalls, closing {}", peer);
    Channels.close(channel);
  }

  @Override
  public int eager() {
    return server.budget().eager();
  }

  @Override
  public boolean take(long bytes) {
    boolean taken = share.tryAdd(bytes);
    decoderHeld += taken ? bytes : 0;
    return taken;
  }

  /**
   * What was part of a message and is a whole one now stays counted all the while: were it given
   * back for a moment, others would read in its place.
   */
  private void hold(long bytes, long whole) {
    share.add(bytes - decoderHeld + whole);
    decoderHeld = bytes;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    gate.reconsider();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (decoder.isInside()) {
      log().debug("connection closed within a message, which is not taken {}", peer);
    }
    hold(0, 0);
    share.leave();
    server.closed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      log().debug("connection lost {} error={}", peer, cause.toString());
    } else {
      server.peerLog().warn("closing connection", peer, "error=" + cause);
    }
    Channels.close(channel);
  }

  private Logger log() {
    return server.log();
  }
}
