package io.millrace.devstack;

import java.time.Instant;
import java.util.Optional;

/**
 * AWS credentials of the development stack.
 *
 * @param accessKeyId the public half
 * @param secretAccessKey the secret half, which signs requests
 * @param sessionToken what temporary credentials carry besides; empty for long-term ones
 * @param expiration when temporary credentials end; empty for long-term ones
 */
public record DevCredentials(
    String accessKeyId,
    String secretAccessKey,
    Optional<String> sessionToken,
    Optional<Instant> expiration) {

  /** The long-term credentials a stack starts with: good for STS, refused by its bucket. */
  public static final DevCredentials BASE =
      longTerm("AKIADEVSTACKBASE0001", "devstack-base-secret");

  /** Credentials without a session token and without an end. */
  public static DevCredentials longTerm(String accessKeyId, String secretAccessKey) {
    return new DevCredentials(accessKeyId, secretAccessKey, Optional.empty(), Optional.empty());
  }

  static DevCredentials temporary(
      String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {
    return new DevCredentials(
        accessKeyId, secretAccessKey, Optional.of(sessionToken), Optional.of(expiration));
  }

  /** Leaves the secrets out, so that a log or a failed assertion does not show them. */
  @Override
  public String toString() {
    return "DevCredentials["
        + accessKeyId
        + expiration.map(end -> ", until " + end).orElse("")
        + "]";
  }
}
