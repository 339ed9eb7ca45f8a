package io.millrace.devstack;

/** Ends the handling of a request with an error answer. */
final class AwsRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient AwsError error;

  AwsRefusal(int status, String code, String message) {
    this(new AwsError(status, code, message));
  }

  AwsRefusal(AwsError error) {
    super(error.code() + ": " + error.message(), null, false, false);
    this.error = error;
  }

  AwsError error() {
    return error;
  }
}
