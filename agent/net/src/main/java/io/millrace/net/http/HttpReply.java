package io.millrace.net.http;

import io.millrace.event.ByteSlice;
import java.util.Map;

/**
 * An answer. The server adds {@code Content-Length} and {@code Connection}.
 *
 * @param status such as 200
 * @param headers fields of the header by name, in order
 * @param body the body; a {@code HEAD} request gets its length only
 */
public record HttpReply(int status, Map<String, String> headers, ByteSlice body) {
  /** An answer with one kind of content. */
  public static HttpReply of(int status, String contentType, ByteSlice body) {
    return new HttpReply(status, Map.of("Content-Type", contentType), body);
  }

  /** An answer that is plain text. */
  public static HttpReply text(int status, String body) {
    return of(status, "text/plain", ByteSlice.utf8(body));
  }
}
