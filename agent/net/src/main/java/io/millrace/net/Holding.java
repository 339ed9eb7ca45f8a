package io.millrace.net;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Several hosts that stop reading together. */
record Holding(CompletableFuture<?> all) {
  /** What an emit may still take; one that takes longer is given to the next graph. */
  private static final long LIMIT_SECONDS = 5;

  static Holding of(List<? extends ListenerHost> hosts) {
    return new Holding(
        CompletableFuture.allOf(
            hosts.stream()
                .map(host -> host.hold().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new)));
  }

  void await() {
    all.handle((done, error) -> true)
        .completeOnTimeout(false, LIMIT_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
