package io.millrace.plugins.aws.s3;

import io.millrace.plugins.aws.RenewableCredentials;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Performs requests: with credentials that the store says have ended it asks once for new ones and
 * repeats the request; what fails for good becomes a {@link StoreFailure}.
 *
 * <p>The SDK itself repeats what may pass (connections, 5xx, throttling) a few times before that.
 */
final class S3Calls {
  private static final Set<String> ENDED =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidToken",
          "TokenRefreshRequired",
          "RequestExpired");
  private static final int BAD_REQUEST = 400;

  private final RenewableCredentials credentials;
  private final S3Failures failures;

  S3Calls(RenewableCredentials credentials, S3Failures failures) {
    this.credentials = credentials;
    this.failures = failures;
  }

  /**
   * The answer to a request.
   *
   * @param operation its name in the S3 API, for messages
   * @param key the object it is about; empty for the bucket
   * @throws StoreFailure if it fails
   */
  <T> T call(String operation, String key, Supplier<T> request) {
    try {
      return renewing(request);
    } catch (RuntimeException e) {
      throw failures.of(operation, key, e);
    }
  }

  private <T> T renewing(Supplier<T> request) {
    long seen = credentials.generation();
    try {
      return request.get();
    } catch (AwsServiceException e) {
      if (!hasEnded(e)) {
        throw e;
      }
      credentials.renew(seen);
      return request.get();
    }
  }

  /** Whether a refusal may be for credentials; answers to HEAD have a status but no code. */
  private static boolean hasEnded(AwsServiceException e) {
    if (e.statusCode() == BAD_REQUEST && S3Failures.code(e).isEmpty()) {
      return true;
    }
    return ENDED.contains(S3Failures.code(e));
  }
}
