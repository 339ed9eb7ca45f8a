package io.millrace.net.http;

import io.millrace.event.ByteSlice;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** What a connection says to its client, as Netty's messages. */
final class Responses {
  private static final int NO_CONTENT = 204;

  private Responses() {}

  /**
   * The answer {@code reply}.
   *
   * @param lengthOnly the request was HEAD: the body is left out, and its length said
   */
  static FullHttpResponse of(HttpReply reply, boolean lengthOnly, boolean keepAlive) {
    ByteSlice bytes = reply.body();
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()),
            lengthOnly
                ? Unpooled.EMPTY_BUFFER
                : Unpooled.wrappedBuffer(bytes.array(), bytes.offset(), bytes.length()));
    reply.headers().forEach(response.headers()::set);
    if (reply.status() != NO_CONTENT) {
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length());
    }
    response
        .headers()
        .set(
            HttpHeaderNames.CONNECTION,
            keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    return response;
  }

  /** Tells a client that waits for it to send the body. */
  static FullHttpResponse proceed() {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
  }

  /** What a request that cannot be decoded is answered with. */
  static int statusOf(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return 414;
    }
    return cause instanceof TooLongHttpHeaderException ? 431 : 400;
  }
}
