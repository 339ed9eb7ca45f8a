package io.millrace.plugins.elasticsearch;

import io.millrace.api.MillraceException;

/** Why an event went to the error stream. */
final class RejectedEventException extends MillraceException {
  private static final long serialVersionUID = 1L;

  RejectedEventException(String message) {
    super(message);
  }
}
