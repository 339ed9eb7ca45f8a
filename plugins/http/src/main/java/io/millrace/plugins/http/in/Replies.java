package io.millrace.plugins.http.in;

import io.millrace.event.ByteSlice;
import io.millrace.net.http.HttpReply;
import io.millrace.net.http.Inflation;
import java.util.HexFormat;
import java.util.Map;

/** The answers that do not depend on the request. */
final class Replies {
  /** A transparent GIF of one pixel, the one that Fluentd sends. */
  private static final String EMPTY_GIF =
      "4749463839610100010080ff00ffffff0000002c00000000010001000002024401003b";

  private static final HttpReply IMAGE =
      HttpReply.of(
          200, "image/gif; charset=utf-8", ByteSlice.of(HexFormat.of().parseHex(EMPTY_GIF)));
  private static final HttpReply NOTHING = new HttpReply(204, Map.of(), ByteSlice.EMPTY);
  private static final HttpReply OK = HttpReply.text(200, "");

  private final HttpReply success;

  Replies(HttpInputConfig config) {
    if (config.respondWithEmptyImg()) {
      success = IMAGE;
    } else {
      success = config.use204Response() ? NOTHING : OK;
    }
  }

  /** All events have arrived. */
  HttpReply success() {
    return success;
  }

  /** The page that sends may not. */
  static HttpReply forbidden() {
    return new HttpReply(403, Map.of("Connection", "close"), ByteSlice.EMPTY);
  }

  /** A body that could not be inflated; too long a one counts as broken, as with Fluentd. */
  static HttpReply undecodable(Inflation.Result result) {
    return switch (result.refusal()) {
      case 415, 503 -> HttpReply.text(result.refusal(), result.reason() + "\n");
      default -> HttpReply.text(400, "");
    };
  }
}
