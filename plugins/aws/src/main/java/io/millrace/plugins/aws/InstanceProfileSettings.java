package io.millrace.plugins.aws;

import io.millrace.api.Param;
import java.time.Duration;
import java.util.Optional;

/** {@code <instance_profile_credentials>}: the keys of the machine or container this runs on. */
public record InstanceProfileSettings(
    @Param(
            doc =
                "Accepted for compatibility and not used: the number of tries is the AWS SDK's"
                    + " own, and a chunk is retried by its buffer besides.")
        Optional<Integer> retries,
    @Param(doc = "Address of the instance metadata service.", def = "169.254.169.254")
        String ipAddress,
    @Param(doc = "TCP port of the instance metadata service.", def = "80") int port,
    @Param(
            doc =
                "Longest wait for a connection to the metadata service; the longer one of this and"
                    + " http_read_timeout counts for both.",
            def = "5")
        Duration httpOpenTimeout,
    @Param(doc = "Longest wait for an answer of the metadata service.", def = "5")
        Duration httpReadTimeout) {
  /** Nothing set. */
  static final InstanceProfileSettings DEFAULT =
      new InstanceProfileSettings(
          Optional.empty(), "169.254.169.254", 80, Duration.ofSeconds(5), Duration.ofSeconds(5));

  /** The limit for both connecting and reading, in whole seconds, at least one. */
  long timeoutSeconds() {
    return Math.max(1, Math.max(httpOpenTimeout.toSeconds(), httpReadTimeout.toSeconds()));
  }
}
