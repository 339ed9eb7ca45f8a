package io.millrace.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Netty calls whose futures nobody waits for: a write that fails also makes the channel inactive,
 * which its handler sees. Safe on any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the reason is the class's
public final class Channels {
  private Channels() {}

  /** Closes it now; what is not yet written is lost. */
  public static void close(Channel channel) {
    channel.close();
  }

  /** Closes it when everything written so far has left. */
  public static void closeAfterWrites(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** Writes without flushing. */
  public static void write(Channel channel, Object message) {
    channel.write(message, channel.voidPromise());
  }

  /** Writes and flushes. */
  public static void writeAndFlush(Channel channel, Object message) {
    channel.writeAndFlush(message, channel.voidPromise());
  }

  /** Runs {@code task} on the channel's thread after {@code seconds}. */
  public static void later(Channel channel, long seconds, Runnable task) {
    channel.eventLoop().schedule(task, seconds, TimeUnit.SECONDS);
  }

  /** Runs {@code task} on the channel's thread after {@code delay}. */
  public static void later(Channel channel, Duration delay, Runnable task) {
    channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs {@code task} on the channel's thread when {@code stage} has completed, well or not. */
  public static void afterwards(Channel channel, CompletionStage<?> stage, Runnable task) {
    stage.whenComplete((done, error) -> channel.eventLoop().execute(task));
  }

  /** Runs {@code task} once the channel is closed, perhaps at once. */
  public static void whenClosed(Channel channel, Runnable task) {
    channel.closeFuture().addListener(closed -> task.run());
  }
}
