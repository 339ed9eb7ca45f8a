package io.millrace.event;

import java.time.Duration;

/** A match that was given up because it took longer than its {@link RubyRegexp} allows. */
public final class RegexpTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegexpTimeoutException(RubyRegexp regexp, Duration limit, int bytes) {
    super(
        "regexp match timed out: "
            + regexp
            + " took longer than "
            + limit.toMillis()
            + " ms on a text of "
            + bytes
            + " bytes; make the pattern less ambiguous or anchor it");
  }
}
