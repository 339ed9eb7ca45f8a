package io.millrace.engine.reload;

/** Neither the new configuration nor the old one could be started: nothing runs any more. */
public final class ReloadException extends Exception {
  private static final long serialVersionUID = 1;

  ReloadException(Throwable cause) {
    super("no configuration could be started, stop: " + cause.getMessage(), cause);
  }
}
