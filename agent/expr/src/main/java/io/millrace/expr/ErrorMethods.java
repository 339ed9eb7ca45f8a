package io.millrace.expr;

/** Methods of an exception caught by {@code rescue => e}. */
final class ErrorMethods {

  static final MethodTable<RubyError> TABLE =
      new MethodTable<RubyError>("Exception")
          .define("message full_message", (self, args) -> self.message());

  private ErrorMethods() {}
}
