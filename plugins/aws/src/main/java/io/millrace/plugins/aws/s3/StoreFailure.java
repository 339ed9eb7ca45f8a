package io.millrace.plugins.aws.s3;

import io.millrace.api.MillraceException;

/**
 * A request that failed, in words a user can act on.
 *
 * <p>{@link #state} is short and the same for all failures of one kind, so that only a change is
 * logged.
 */
final class StoreFailure extends MillraceException {
  private static final long serialVersionUID = 1L;

  private final String state;
  private final String explanation;
  private final boolean hopeless;

  StoreFailure(String state, String message, boolean hopeless, Throwable cause) {
    super(message, cause);
    this.state = state;
    this.explanation = message;
    this.hopeless = hopeless;
  }

  /** Kind of failure, such as {@code AccessDenied}. */
  String state() {
    return state;
  }

  /** The message. */
  String explanation() {
    return explanation;
  }

  /** Whether trying again with the same chunk can never succeed. */
  boolean hopeless() {
    return hopeless;
  }
}
