package io.millrace.net.message;

import io.millrace.api.MillraceException;

/** Bytes of a connection that cannot be cut into messages. */
public final class MalformedFrameException extends MillraceException {
  private static final long serialVersionUID = 1L;

  /** Says what was found and what was expected. */
  public MalformedFrameException(String message) {
    super(message);
  }
}
