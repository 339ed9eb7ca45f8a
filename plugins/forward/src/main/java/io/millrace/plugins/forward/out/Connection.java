package io.millrace.plugins.forward.out;

import io.millrace.api.RetryableException;
import io.millrace.event.ByteSlice;
import io.millrace.event.MalformedPackException;
import io.millrace.event.Pack;
import io.millrace.event.RecordPath;
import io.millrace.net.Channels;
import io.millrace.net.forward.ForwardDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server: shakes hands, sends messages, takes acks. One thread at a time sends;
 * acks of any number of messages may be open meanwhile. Whatever ends it fails them all.
 */
final class Connection extends ChannelInboundHandlerAdapter implements ForwardDecoder.Receiver {
  /** What a server says is short. */
  private static final int LONGEST_ANSWER = 1 << 16;

  private static final int EAGER = 1 << 10;
  private static final RecordPath ACK = RecordPath.ofKey("ack");

  private final Channel channel;
  private final Optional<ClientHandshake> handshake;
  private final Duration handshakeLimit;
  private final Duration stall;
  private final ForwardDecoder decoder = new ForwardDecoder(LONGEST_ANSWER, () -> EAGER, this);
  private final CompletableFuture<Connection> ready = new CompletableFuture<>();
  private final Map<String, CompletableFuture<Void>> acks = new ConcurrentHashMap<>();
  private final IdleTimer idle;
  private volatile @Nullable RetryableException failure;

  /**
   * Over {@code channel}.
   *
   * @param handshakeLimit how long the handshake may take once the channel, and its TLS, stand
   * @param stall how long the server may take nothing of a message
   */
  Connection(
      Channel channel,
      Optional<ClientHandshake> handshake,
      Duration handshakeLimit,
      Duration stall) {
    this.channel = channel;
    this.handshake = handshake;
    this.handshakeLimit = handshakeLimit;
    this.stall = stall;
    this.idle = new IdleTimer(channel, acks::isEmpty);
  }

  /** Completes when messages can be sent; fails with a {@link RetryableException}. */
  CompletionStage<Connection> ready() {
    return ready;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (channel.pipeline().get(SslHandler.class) == null) {
      begin();
    }
  }

  /** The way is open: it is the server's turn to greet, if it is to. */
  private void begin() {
    if (handshake.isEmpty()) {
      ready.complete(this);
      return;
    }
    Channels.later(
        channel,
        handshakeLimit,
        () -> {
          if (!ready.isDone()) {
            fail(handshakeFailed("handshake timeout after " + seconds(handshakeLimit)));
          }
        });
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + "s" : limit.toMillis() / 1000.0 + "s";
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent tls) {
      if (!tls.isSuccess()) {
        fail(new RetryableException("tls", "TLS handshake failed: " + tls.cause(), tls.cause()));
      } else {
        begin();
      }
    }
  }

  /**
   * Sends {@code message} and waits until it has left.
   *
   * @return completes when the server has confirmed it; at once if it is not to be confirmed
   * @throws RetryableException if it did not leave; the connection is closed
   */
  CompletionStage<Void> send(Message message, Duration ackTimeout) throws InterruptedException {
    CompletableFuture<Void> acked = message.ack().map(this::expect).orElseGet(Connection::done);
    try {
      new Transmission(channel, stall).send(message);
    } catch (IOException e) {
      RetryableException failed = new RetryableException("send", "sending failed: " + e, e);
      fail(failed);
      throw failed;
    } catch (InterruptedException | RuntimeException e) {
      fail(new RetryableException("send", "sending was broken off", e));
      throw e;
    }
    message.ack().ifPresent(chunk -> expire(chunk, ackTimeout));
    return acked;
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> expect(String chunk) {
    CompletableFuture<Void> acked = new CompletableFuture<>();
    acks.put(chunk, acked);
    RetryableException failed = failure;
    if (failed != null) {
      acked.completeExceptionally(failed);
    }
    return acked;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // runs or is of no use any more
  private void expire(String chunk, Duration timeout) {
    channel
        .eventLoop()
        .schedule(
            () -> {
              if (acks.containsKey(chunk)) {
                fail(
                    noAck(
                        "no response from node within ack_response_timeout of "
                            + timeout.toSeconds()
                            + " seconds. regard it as unavailable."));
              }
            },
            timeout.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ByteBuf in = (ByteBuf) msg;
    try {
      decoder.decode(in);
    } catch (MalformedPackException e) {
      fail(handshakeFailed("the server's answer is no MessagePack: " + e.getMessage()));
    } finally {
      in.release();
    }
  }

  @Override
  public void message(ByteSlice value) {
    if (!ready.isDone() && handshake.isPresent()) {
      shakeHands(handshake.get(), value);
    } else if (failure == null) {
      confirm(value);
    }
  }

  private void shakeHands(ClientHandshake hands, ByteSlice said) {
    try {
      if (hands.isGreeted()) {
        hands.check(said);
        ready.complete(this);
      } else {
        Channels.writeAndFlush(channel, Unpooled.wrappedBuffer(hands.ping(said).toByteBuffer()));
      }
    } catch (ClientHandshake.Refusal e) {
      fail(handshakeFailed(e.reason()));
    }
  }

  private void confirm(ByteSlice said) {
    byte[] a = said.array();
    int at = said.offset();
    int ack = Pack.kind(a, at) == Pack.Kind.MAP ? ACK.find(a, at) : -1;
    if (ack >= 0 && Pack.isRaw(a, ack)) {
      String chunk = ByteSlice.of(a, Pack.rawStart(a, ack), Pack.rawLength(a, ack)).toString();
      CompletableFuture<Void> acked = acks.remove(chunk);
      if (acked != null) {
        acked.complete(null);
        idle.answered();
        return;
      }
      fail(noAck("ack in response and chunk id in sent data are different"));
    } else {
      fail(
          handshakeFailed(
              Pack.kind(a, at) == Pack.Kind.ARRAY && handshake.isEmpty()
                  ? "the server asks who we are: add <security> with its shared_key"
                  : "the server says what is no ack"));
    }
  }

  private static RetryableException handshakeFailed(String reason) {
    return new RetryableException("handshake", reason, new IOException(reason));
  }

  private static RetryableException noAck(String reason) {
    return new RetryableException("ack", reason, new IOException(reason));
  }

  @Override
  public void tooLong(ByteSlice head, long size) {
    fail(handshakeFailed("the server's answer of " + size + " bytes is too long"));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(
        ready.isDone()
            ? noAck("destination node closed the connection. regard it as unavailable.")
            : handshakeFailed("the server closed the connection before it let us in"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(
        ready.isDone()
            ? new RetryableException("connection", "connection lost: " + cause.getMessage(), cause)
            : handshakeFailed("connection lost: " + cause.getMessage()));
  }

  /** Ends it, and fails what is open. On any thread. */
  void fail(RetryableException error) {
    if (failure == null) {
      failure = error;
    }
    Channels.close(channel);
    ready.completeExceptionally(error);
    for (String chunk : List.copyOf(acks.keySet())) {
      CompletableFuture<Void> acked = acks.remove(chunk);
      if (acked != null) {
        acked.completeExceptionally(error);
      }
    }
  }

  /** Whether it leads to {@code address}. */
  boolean isTo(InetSocketAddress address) {
    return address.equals(channel.remoteAddress());
  }

  /** Whether another message may be sent. */
  boolean isUsable() {
    return failure == null && channel.isActive();
  }

  /** Whether the server lets it be used for several messages. */
  boolean mayBeKept() {
    return isUsable() && handshake.map(ClientHandshake::keepalive).orElse(true);
  }

  /** Its idle times. */
  IdleTimer idle() {
    return idle;
  }

  /** Closes it when no ack is open any more, perhaps now. */
  void closeWhenQuiet() {
    CompletableFuture<?>[] open = acks.values().toArray(CompletableFuture<?>[]::new);
    CompletionStage<Void> all = CompletableFuture.allOf(open);
    all.whenComplete((done, error) -> close());
  }

  /** Closes it when what was written has left. */
  void close() {
    Channels.closeAfterWrites(channel);
  }
}
