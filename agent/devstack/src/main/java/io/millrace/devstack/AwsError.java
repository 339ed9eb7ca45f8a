package io.millrace.devstack;

/**
 * An error answer in the manner of AWS.
 *
 * @param status the HTTP status
 * @param code the error code, one word
 * @param message the sentence for people
 */
public record AwsError(int status, String code, String message) {
  /** The caller may not do this. Clients do not retry it. */
  public static final AwsError ACCESS_DENIED = new AwsError(403, "AccessDenied", "Access Denied");

  /** Too many requests. Clients retry it. */
  public static final AwsError SLOW_DOWN =
      new AwsError(503, "SlowDown", "Please reduce your request rate.");

  /** A fault of the server. Clients retry it. */
  public static final AwsError INTERNAL_ERROR =
      new AwsError(500, "InternalError", "We encountered an internal error. Please try again.");

  /** The credentials have ended. Clients fetch new ones. */
  public static final AwsError EXPIRED_TOKEN =
      new AwsError(400, "ExpiredToken", "The provided token has expired.");
}
