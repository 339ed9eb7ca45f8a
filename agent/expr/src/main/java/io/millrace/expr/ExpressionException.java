package io.millrace.expr;

/** What Ruby would raise: an error class and Ruby's message for it. */
public final class ExpressionException extends RuntimeException {

  private final RubyError error;

  ExpressionException(String errorClass, String message) {
    this(new RubyError(errorClass, message));
  }

  ExpressionException(RubyError error) {
    super(error.errorClass() + ": " + error.message(), null, false, false);
    this.error = error;
  }

  /** The Ruby class of the error, such as {@code NoMethodError}. */
  public String errorClass() {
    return error.errorClass();
  }

  /** Ruby's message, without the class. */
  public String errorMessage() {
    return error.message();
  }

  RubyError error() {
    return error;
  }

  static ExpressionException typeError(String message) {
    return new ExpressionException("TypeError", message);
  }

  static ExpressionException argumentError(String message) {
    return new ExpressionException("ArgumentError", message);
  }
}
