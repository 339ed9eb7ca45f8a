package io.millrace.net.http;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The time by which something must have happened on a connection. On its io thread only. */
final class Deadline {
  private final Channel channel;
  private final Runnable expired;
  private @Nullable Future<?> timer;

  /** None yet; {@code expired} runs on the io thread when one passes. */
  Deadline(Channel channel, Runnable expired) {
    this.channel = channel;
    this.expired = expired;
  }

  /** So long from now, whatever was set before. */
  void set(Duration limit) {
    clear();
    timer = channel.eventLoop().schedule(expired, limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** There is none any more. */
  void clear() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
