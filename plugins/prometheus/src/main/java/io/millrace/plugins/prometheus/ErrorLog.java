package io.millrace.plugins.prometheus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Logs the same error once per interval, with the number of times it was left out. */
final class ErrorLog {
  private final Logger log;
  private final Duration interval;
  private @Nullable String last; // guarded by this
  private long loggedAt; // guarded by this
  private long suppressed; // guarded by this

  ErrorLog(Logger log, Duration interval) {
    this.log = log;
    this.interval = interval;
  }

  synchronized void add(String path, Throwable error) {
    String text = error.toString();
    long now = System.nanoTime();
    if (text.equals(last) && now - loggedAt < interval.toNanos()) {
      suppressed++;
      return;
    }
    log.warn(
        "failed to serve metrics: path={} error_class={} error=\"{}\" suppressed_log_count={}",
        path,
        error.getClass().getSimpleName(),
        error.getMessage(),
        suppressed,
        error);
    last = text;
    loggedAt = now;
    suppressed = 0;
  }
}
