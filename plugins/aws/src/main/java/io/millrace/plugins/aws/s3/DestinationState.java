package io.millrace.plugins.aws.s3;

import java.util.Optional;
import org.slf4j.Logger;

/**
 * Whether the checks of the start succeed at present. Logs each change, and only changes: a store
 * that is away for an hour is two lines, not two for each check. Deliveries are the engine's to
 * log. Safe for use by several threads.
 */
final class DestinationState {
  private final String name;
  private final Logger log;
  private Optional<String> trouble = Optional.empty(); // guarded by this

  DestinationState(String name, Logger log) {
    this.name = name;
    this.log = log;
  }

  /** A check failed; {@code next} says what happens now, and when. */
  synchronized void failed(StoreFailure failure, String next) {
    Optional<String> now = Optional.of(failure.state());
    if (!now.equals(trouble)) {
      trouble = now;
      log.warn("{} cannot be used: {}. {}", name, failure.explanation(), next);
    }
  }

  /** The checks succeeded. */
  synchronized void good() {
    trouble.ifPresent(before -> log.info("{} can be used again after {}", name, before));
    trouble = Optional.empty();
  }
}
