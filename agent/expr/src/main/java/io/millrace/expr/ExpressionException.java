package io.millrace.expr;

/** What Ruby would raise: an error class and Ruby's message for it. */
public final class ExpressionException extends RuntimeException {

  /** No {@code rescue} of an expression catches it. */
  private static final String UNSUPPORTED = "NotImplementedError";

  private final RubyError error;

  /**
   * Raises an error.
   *
   * @param errorClass its Ruby class, such as {@code NoMethodError}
   * @param message Ruby's message
   */
  public ExpressionException(String errorClass, String message) {
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

  /** Something that Ruby has and this engine lacks; only an evaluation could tell. */
  static ExpressionException unsupported(String construct) {
    return new ExpressionException(UNSUPPORTED, construct + " is not supported in expressions");
  }

  /** True if Ruby would not have raised this. */
  boolean isUnsupported() {
    return error.errorClass().equals(UNSUPPORTED);
  }

  static ExpressionException typeError(String message) {
    return new ExpressionException("TypeError", message);
  }

  static ExpressionException argumentError(String message) {
    return new ExpressionException("ArgumentError", message);
  }
}
