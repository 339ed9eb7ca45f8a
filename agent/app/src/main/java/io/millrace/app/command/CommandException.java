package io.millrace.app.command;

/** A command cannot do what it should; the message is all that the user is shown. */
public class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Of {@code message}. */
  public CommandException(String message) {
    super(message);
  }
}
