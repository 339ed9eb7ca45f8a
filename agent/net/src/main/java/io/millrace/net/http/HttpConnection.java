package io.millrace.net.http;

import io.millrace.event.ByteSlice;
import io.millrace.net.Channels;
import io.millrace.net.ReceiveBudget;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One connection: takes a request, has it answered, takes the next. It reads only while it wants
 * something, so a client that sends ahead is held back by TCP; what one read brought too much waits
 * in {@code ahead}. On its io thread only, but {@link #end} and {@link #cut}.
 *
 * <p>One timer runs at any time but while a request is being answered; when it fires, the client
 * was too slow: it is told (408) if it was sending a body, and cut otherwise. A request that is
 * refused is answered, and what the client still sends is read and thrown away for a moment: a
 * connection closed with unread bytes would be reset, and the client never see the answer.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final int CHUNK = 1 << 16;
  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final long BUDGET_RETRY_SECONDS = 1;

  /** What the connection is doing. */
  private enum State {
    /** Waiting for the header of a request. */
    HEADER,
    /** Reading a body. */
    BODY,
    /** Waiting for the handler. */
    ANSWERING,
    /** Sending the answer. */
    SENDING,
    /** Reading what nobody wants, before it closes. */
    DISCARDING
  }

  private final HttpServer server;
  private final Channel channel;
  private final ReceiveBudget.Share share;
  private final BodyBuffer body;
  private final ArrayDeque<HttpObject> ahead = new ArrayDeque<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final Deadline deadline;
  private State state = State.HEADER;
  private boolean proceeding;
  private io.netty.handler.codec.http.@Nullable HttpRequest head;

  HttpConnection(HttpServer server, Channel channel) {
    this.server = server;
    this.channel = channel;
    this.deadline = new Deadline(channel, this::expired);
    this.share = server.budget().share(() -> channel.eventLoop().execute(this::proceed));
    this.body = new BodyBuffer(share, server.limits().maxBody());
  }

  void open() {
    HttpLimits limits = server.limits();
    channel.config().setAutoRead(false);
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(limits.maxHeader())
                    .setMaxHeaderSize(limits.maxHeader())
                    .setMaxChunkSize(CHUNK)),
            this);
    Channels.whenClosed(channel, this::closed);
    deadline.set(limits.idle());
    channel.read();
  }

  private void closed() {
    deadline.clear();
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
    body.clear();
    share.leave();
    closed.complete(null);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ahead.add((HttpObject) message);
    proceed();
  }

  /** Takes what has arrived, as far as it is wanted now; then reads if that was not enough. */
  private void proceed() {
    if (proceeding || closed.isDone()) {
      return; // a loop, not a recursion: one read can bring thousands of small requests
    }
    proceeding = true;
    boolean wanted = wantsMore();
    while (wanted && !ahead.isEmpty()) {
      HttpObject message = ahead.remove();
      try {
        take(message);
      } finally {
        ReferenceCountUtil.release(message);
      }
      wanted = wantsMore();
    }
    proceeding = false;
    if (wanted) {
      channel.read();
    }
  }

  private boolean wantsMore() {
    return switch (state) {
      case HEADER, DISCARDING -> true;
      case BODY -> share.mayRead() || askLater();
      case ANSWERING, SENDING -> false;
    };
  }

  /** Whoever is woken before this connection may not read at all, and then wake nobody. */
  private boolean askLater() {
    Channels.later(channel, BUDGET_RETRY_SECONDS, this::proceed);
    return false;
  }

  private void take(HttpObject message) {
    if (state == State.DISCARDING) {
      return;
    }
    DecoderResult decoded = message.decoderResult();
    if (decoded.isFailure()) {
      refuse(Responses.statusOf(decoded.cause()), String.valueOf(decoded.cause().getMessage()));
      return;
    }
    if (message instanceof io.netty.handler.codec.http.HttpRequest request) {
      begin(request);
    }
    if (state == State.BODY && message instanceof HttpContent content) {
      add(content);
    }
  }

  private void begin(io.netty.handler.codec.http.HttpRequest request) {
    head = request;
    state = State.BODY;
    deadline.set(server.limits().request());
    long claimed = HttpUtil.getContentLength(request, 0L);
    if (claimed > server.limits().maxBody()) {
      refuseLength();
      return;
    }
    if (HttpUtil.is100ContinueExpected(request)) {
      Channels.writeAndFlush(channel, Responses.proceed());
    } else if (request.headers().contains(HttpHeaderNames.EXPECT)) {
      refuse(417, "Expect: " + request.headers().get(HttpHeaderNames.EXPECT) + " is unknown");
      return;
    }
    body.expect(claimed, server.budget().eager());
  }

  private void refuseLength() {
    refuse(413, "The body is longer than " + server.limits().maxBody() + " bytes");
  }

  private void add(HttpContent content) {
    if (!body.add(content.content())) {
      refuseLength();
    } else if (content instanceof LastHttpContent) {
      answer();
    }
  }

  private void answer() {
    io.netty.handler.codec.http.HttpRequest request = Objects.requireNonNull(head);
    ByteSlice content = body.bytes();
    if (!server.handler().inflatesBodies()) {
      Inflation.Result inflated =
          Inflation.inflate(
              content,
              Optional.ofNullable(request.headers().get(HttpHeaderNames.CONTENT_ENCODING)),
              server.limits().maxBody(),
              bytes -> true);
      if (!inflated.ok()) {
        refuse(inflated.refusal(), inflated.reason());
        return;
      }
      content = inflated.body();
    }
    state = State.ANSWERING;
    deadline.clear();
    handOver(
        new HttpRequest(
            request.method().name(),
            request.uri(),
            request.headers(),
            content,
            (InetSocketAddress) channel.remoteAddress()));
  }

  /** Gives the request to the handler; while the graph is being replaced, to that of the next. */
  private void handOver(HttpRequest request) {
    Optional<CompletionStage<?>> shut = server.inFlight().enter();
    if (shut.isPresent()) {
      Channels.afterwards(channel, shut.get(), () -> handOver(request));
      return;
    }
    if (server.isEnding()) {
      server.inFlight().leave();
      send(
          server.handler().refuse(503, "Service Unavailable"),
          () -> Channels.close(channel),
          false);
      return;
    }
    try {
      server
          .handler()
          .handle(request)
          .whenComplete(
              (reply, error) -> {
                server.inFlight().leave();
                answered(reply, error);
              });
    } catch (RuntimeException e) {
      server.inFlight().leave();
      failed(e);
    }
  }

  private void answered(@Nullable HttpReply reply, @Nullable Throwable error) {
    if (!channel.eventLoop().inEventLoop()) {
      channel.eventLoop().execute(() -> answered(reply, error));
    } else if (reply == null) {
      failed(Objects.requireNonNull(error));
    } else {
      boolean keepAlive = HttpUtil.isKeepAlive(Objects.requireNonNull(head)) && !server.isEnding();
      send(reply, keepAlive ? this::next : () -> Channels.close(channel), keepAlive);
    }
  }

  private void failed(Throwable error) {
    server
        .log()
        .error(
            "a request could not be answered: target=\"{}\" error_class={} error=\"{}\"",
            Objects.requireNonNull(head).uri(),
            error.getClass().getSimpleName(),
            error.getMessage(),
            error);
    HttpReply reply = server.handler().refuse(500, "Internal Server Error");
    send(reply, () -> Channels.close(channel), false);
  }

  private void refuse(int status, String reason) {
    send(server.handler().refuse(status, reason), this::discard, false);
  }

  private void send(HttpReply reply, Runnable then, boolean keepAlive) {
    state = State.SENDING;
    deadline.set(server.limits().reply());
    body.clear();
    boolean lengthOnly = head != null && head.method().equals(HttpMethod.HEAD);
    channel
        .writeAndFlush(Responses.of(reply, lengthOnly, keepAlive))
        .addListener(
            done -> {
              if (done.isSuccess()) {
                then.run();
              } else {
                cut();
              }
            });
  }

  private void next() {
    state = State.HEADER;
    head = null;
    deadline.set(server.limits().idle());
    proceed();
  }

  private void discard() {
    state = State.DISCARDING;
    deadline.set(LINGER);
    proceed();
  }

  private void expired() {
    if (state == State.BODY) {
      refuse(408, "The body took longer than " + server.limits().request().toSeconds() + " s");
    } else {
      cut();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    server
        .log()
        .debug(
            "a connection broke: peer={} error=\"{}\"", channel.remoteAddress(), cause.toString());
    cut();
  }

  /** Closes it now if it is idle, else after the answer; the stage completes then. */
  CompletableFuture<Void> end() {
    channel
        .eventLoop()
        .execute(
            () -> {
              if (state == State.HEADER || state == State.DISCARDING) {
                cut();
              }
            });
    return closed;
  }

  /** Closes it now. */
  void cut() {
    Channels.close(channel);
  }
}
