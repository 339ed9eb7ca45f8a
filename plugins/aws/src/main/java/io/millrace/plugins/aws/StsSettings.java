package io.millrace.plugins.aws;

import java.util.Optional;

/**
 * Where STS is.
 *
 * @param region its region; the bucket's if empty
 * @param proxy URL of an HTTP proxy
 * @param endpoint its URL, if it is not the region's own
 */
record StsSettings(Optional<String> region, Optional<String> proxy, Optional<String> endpoint) {
  private static final int MIN_SECONDS = 900;
  private static final int MAX_SECONDS = 43_200;

  /** Refuses a role or a duration that STS would refuse with each request. */
  static void check(String section, String roleArn, Optional<Integer> durationSeconds) {
    if (roleArn.isBlank()) {
      throw new IllegalArgumentException(
          "role_arn of <"
              + section
              + "> is empty; give the ARN of a role, or leave the section out to use the"
              + " credentials of the environment");
    }
    durationSeconds.ifPresent(
        seconds -> {
          if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException(
                "duration_seconds of <%s> is %d, but STS allows %d to %d seconds"
                    .formatted(section, seconds, MIN_SECONDS, MAX_SECONDS));
          }
        });
  }
}
