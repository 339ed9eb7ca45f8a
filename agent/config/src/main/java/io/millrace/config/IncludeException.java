package io.millrace.config;

/** A file that cannot be included; the message says why. */
final class IncludeException extends Exception {
  private static final long serialVersionUID = 1L;

  IncludeException(String message) {
    super(message);
  }
}
