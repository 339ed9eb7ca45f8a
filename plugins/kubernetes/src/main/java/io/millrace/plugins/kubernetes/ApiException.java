package io.millrace.plugins.kubernetes;

import java.io.IOException;

/** The API answered, and not with what was asked for. */
final class ApiException extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;

  ApiException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** What we show is not, or no longer, accepted. */
  boolean unauthorized() {
    return status == 401;
  }

  /** What was asked for does not exist. */
  boolean notFound() {
    return status == 404;
  }

  /** The version to watch from is too old: only a new list helps. */
  boolean gone() {
    return status == 410;
  }
}
