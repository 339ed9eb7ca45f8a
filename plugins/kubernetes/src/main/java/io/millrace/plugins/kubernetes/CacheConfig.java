package io.millrace.plugins.kubernetes;

import io.millrace.api.Param;
import java.time.Duration;
import java.util.Optional;

/** How metadata are learned and for how long they are kept. */
public record CacheConfig(
    @Param(
            doc = "Pods and namespaces, of those asked for one by one, that are kept at most.",
            def = "1000")
        int cacheSize,
    @Param(
            doc = "Seconds after which what was asked for is asked for again; negative for never.",
            def = "3600")
        int cacheTtl,
    @Param(doc = "Whether changes are followed; else each pod is asked for once.", def = "true")
        boolean watch,
    @Param(
            doc =
                "Node whose pods are followed; else the environment's K8S_NODE_NAME, and without"
                    + " both each pod is asked for as its first event comes.")
        Optional<String> nodeName,
    @Param(
            doc = "How long events of a pod not known yet wait for the API at most; 0 for not.",
            def = "5s")
        Duration waitForMetadata,
    @Param(doc = "How long a deleted pod is remembered, for its late events.", def = "10m")
        Duration keepDeletedPods,
    @Param(doc = "Seconds before the first retry of a watch that failed.", def = "1")
        int watchRetryInterval,
    @Param(doc = "By how much the wait grows from retry to retry, up to a minute.", def = "2")
        int watchRetryExponentialBackoffBase,
    @Param(
            doc = "Failures in a row after which the log speaks of an error; retries go on.",
            def = "10")
        int watchRetryMaxTimes,
    @Param(doc = "Seconds between two lines of statistics in the log; 0 for none.", def = "30")
        int statsInterval) {

  /** Checks the numbers. */
  public CacheConfig {
    if (cacheSize < 1) {
      throw new IllegalArgumentException("cache_size " + cacheSize + ": at least 1 is expected");
    }
    if (watchRetryInterval < 0 || watchRetryExponentialBackoffBase < 1) {
      throw new IllegalArgumentException(
          "watch_retry_interval "
              + watchRetryInterval
              + " must not be negative, watch_retry_exponential_backoff_base "
              + watchRetryExponentialBackoffBase
              + " not be under 1");
    }
    if (waitForMetadata.isNegative() || keepDeletedPods.isNegative()) {
      throw new IllegalArgumentException(
          "wait_for_metadata "
              + waitForMetadata
              + " and keep_deleted_pods "
              + keepDeletedPods
              + " must not be negative");
    }
  }

  /** The node whose pods are followed. */
  Optional<String> node() {
    return nodeName
        .or(() -> Optional.ofNullable(System.getenv("K8S_NODE_NAME")))
        .filter(name -> !name.isBlank());
  }
}
