package io.millrace.plugins.forward.out;

import io.millrace.net.Channels;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Closes a connection that is kept and that nobody uses. Safe for use by several threads.
 *
 * <p>Source: Fluentd's out_forward, {@code keepalive_timeout}.
 */
final class IdleTimer {
  private static final Object IN_USE = new Object();

  private final Channel channel;
  private final BooleanSupplier isQuiet;
  private final AtomicReference<Object> pause = new AtomicReference<>(IN_USE);
  private volatile Duration limit = Duration.ZERO;

  /**
   * Of {@code channel}, in use.
   *
   * @param isQuiet whether the other side owes no answer
   */
  IdleTimer(Channel channel, BooleanSupplier isQuiet) {
    this.channel = channel;
    this.isQuiet = isQuiet;
  }

  /** It is not in use from now on: may be so for {@code time}. */
  void start(Duration time) {
    Object begun = new Object();
    limit = time;
    pause.set(begun);
    closeUnlessEnded(begun);
  }

  /** It answered: if it is not in use, its time begins anew. */
  void answered() {
    Object before = pause.get();
    Object begun = new Object();
    if (before != IN_USE && isQuiet.getAsBoolean() && pause.compareAndSet(before, begun)) {
      closeUnlessEnded(begun);
    }
  }

  private void closeUnlessEnded(Object begun) {
    Channels.later(
        channel,
        limit,
        () -> {
          if (pause.get() == begun && isQuiet.getAsBoolean()) {
            Channels.close(channel);
          }
        });
  }

  /** It is in use. */
  void stop() {
    pause.set(IN_USE);
  }
}
