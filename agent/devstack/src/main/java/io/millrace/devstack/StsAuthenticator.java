package io.millrace.devstack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the credentials of a stack and tells who signed a request to STS. Thread-safe. */
final class StsAuthenticator {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
  private static final Duration MAX_SKEW = Duration.ofMinutes(15);

  private final Map<String, DevCredentials> byAccessKey = new ConcurrentHashMap<>();
  private final InstantSource clock;

  StsAuthenticator(InstantSource clock) {
    this.clock = clock;
  }

  void add(DevCredentials credentials) {
    byAccessKey.put(credentials.accessKeyId(), credentials);
  }

  /**
   * The credentials a request was signed with.
   *
   * @throws AwsRefusal as STS refuses it, when it is unsigned, badly signed, stale, or signed with
   *     unknown or ended credentials
   */
  DevCredentials caller(StsCall call) {
    SignatureV4 signature = signature(call);
    DevCredentials credentials =
        Optional.ofNullable(byAccessKey.get(signature.accessKeyId()))
            .filter(
                known ->
                    known.sessionToken().orElse("").equals(call.header("x-amz-security-token")))
            .orElseThrow(
                () ->
                    new AwsRefusal(
                        403,
                        "InvalidClientTokenId",
                        "The security token included in the request is invalid."));
    checkDate(call.header("x-amz-date"), signature.scope());
    if (!signature.matches(call, credentials.secretAccessKey())) {
      throw mismatch(
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method.");
    }
    if (credentials.expiration().filter(end -> !clock.instant().isBefore(end)).isPresent()) {
      throw new AwsRefusal(
          403, "ExpiredToken", "The security token included in the request is expired");
    }
    return credentials;
  }

  private static SignatureV4 signature(StsCall call) {
    String header = call.header("Authorization");
    if (header.isEmpty()) {
      throw new AwsRefusal(
          403, "MissingAuthenticationToken", "Request is missing Authentication Token");
    }
    SignatureV4 signature =
        SignatureV4.parse(header)
            .orElseThrow(
                () ->
                    new AwsRefusal(
                        400,
                        "IncompleteSignature",
                        "The Authorization header is not of AWS Signature Version 4."));
    if (!signature.scope().matches("\\d{8}/[^/]+/sts/aws4_request")) {
      throw mismatch("Credential should be scoped to service: 'sts'.");
    }
    if (!signature.signedHeaders().containsAll(List.of("host", "x-amz-date"))) {
      throw mismatch("'host' and 'x-amz-date' must be signed headers.");
    }
    return signature;
  }

  private void checkDate(String date, String scope) {
    Instant signed;
    try {
      signed = LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new AwsRefusal(
          400,
          "IncompleteSignature",
          "Date must be in ISO-8601 'basic format'. Got '" + date + "'");
    }
    if (!scope.startsWith(date.substring(0, 8))) {
      throw mismatch("Date in Credential scope does not match that of the request: " + date);
    }
    Instant now = clock.instant();
    if (Duration.between(signed, now).abs().compareTo(MAX_SKEW) > 0) {
      throw mismatch("Signature expired or not yet current: " + signed + " against " + now);
    }
  }

  private static AwsRefusal mismatch(String message) {
    return new AwsRefusal(403, "SignatureDoesNotMatch", message);
  }
}
