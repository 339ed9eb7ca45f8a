package io.millrace.net.http;

import io.millrace.event.ByteSlice;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole request. Immutable: the body is an array of its own that may be kept.
 *
 * @param method such as {@code GET}
 * @param target path and query as they were sent
 * @param headers the header
 * @param body the body, empty if there is none; inflated, unless the handler does that itself
 * @param peer who sent it
 */
public record HttpRequest(
    String method, String target, HttpHeaders headers, ByteSlice body, InetSocketAddress peer) {
  /** The path, percent-decoded, without the query. */
  public String path() {
    return new QueryStringDecoder(target).path();
  }

  /** Parameters of the query by name, in order; the first 1024 of them. */
  public Map<String, List<String>> parameters() {
    return new QueryStringDecoder(target).parameters();
  }

  /** A field of the header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
