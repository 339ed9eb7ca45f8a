package io.millrace.app.command;

/** The arguments of a command make no sense; the user is shown the message and the usage. */
public final class UsageException extends CommandException {
  private static final long serialVersionUID = 1;

  /** Of {@code message}. */
  public UsageException(String message) {
    super(message);
  }
}
