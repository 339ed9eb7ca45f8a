package io.millrace.net.http;

import java.util.concurrent.CompletionStage;

/** Answers requests. */
@FunctionalInterface
public interface HttpHandler {
  /**
   * Answers one request. Called on an io thread, which must not block; the stage may be completed
   * by any thread. A stage that fails is answered with 500 and the connection closed. The
   * connection reads no further request before it has been answered: that is the back-pressure.
   */
  CompletionStage<HttpReply> handle(HttpRequest request);

  /**
   * Whether bodies come as they were sent, {@code Content-Encoding} and all: for a handler that
   * inflates them itself, on a thread that may take its time.
   */
  default boolean inflatesBodies() {
    return false;
  }

  /**
   * The answer to a request that the server refuses; the connection is closed behind it.
   *
   * @param status 400, 408, 413, 414, 415, 417, 431, 500 or 503
   * @param reason one sentence
   */
  default HttpReply refuse(int status, String reason) {
    return HttpReply.text(status, status + " " + reason + "\n");
  }
}
