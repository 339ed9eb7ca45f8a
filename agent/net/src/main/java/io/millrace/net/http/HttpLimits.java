package io.millrace.net.http;

import java.time.Duration;

/**
 * What one connection may ask for.
 *
 * @param maxBody longest body in bytes, both as it is sent and after it was inflated
 * @param maxHeader longest header in bytes, all lines together; the request line has the same limit
 * @param idle how long a connection waits for the next request, its header included
 * @param request how long a body may take to arrive
 * @param reply how long a client may take to read an answer
 */
public record HttpLimits(
    int maxBody, int maxHeader, Duration idle, Duration request, Duration reply) {
  private static final int PAGE_BODY = 64 << 10;
  private static final int PAGE_HEADER = 8 << 10;
  private static final Duration PAGE_TIME = Duration.ofSeconds(10);

  /** For pages that are only read: bodies of 64 KiB, headers of 8 KiB, 10 s for everything. */
  public static final HttpLimits PAGES =
      new HttpLimits(PAGE_BODY, PAGE_HEADER, PAGE_TIME, PAGE_TIME, PAGE_TIME);

  /** Checks the signs. */
  public HttpLimits {
    if (maxBody < 0 || maxHeader < 1) {
      throw new IllegalArgumentException(
          "maxBody " + maxBody + " and maxHeader " + maxHeader + " must be positive");
    }
  }
}
