package io.millrace.net;

import io.netty.channel.Channel;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether the socket of one connection is read: while its owner is willing and the process has room
 * for what comes. {@link #reconsider} is called whenever one of them may have changed, and looks at
 * both anew; so no order of changes can leave the socket paused, or open.
 *
 * <p>Two things are seen to here that nobody would call for. Whoever waits for room asks again each
 * second, for the one who is told of room first may have no use for it. And a connection that alone
 * may read, because memory is used up, must not stall: the others would wait for it.
 *
 * <p>For the connection's io thread, but for {@link #reconsiderSoon}.
 */
public final class ReadGate {
  private static final long STALL_SECONDS = 30;
  private static final long ASK_SECONDS = 1;

  private final Channel channel;
  private final ReceiveBudget.Share share;
  private final BooleanSupplier willing;
  private final LongSupplier unfinished;
  private final Runnable onStall;
  private boolean asking;
  private boolean watched;

  /**
   * Of {@code channel}.
   *
   * @param budget of the process
   * @param willing whether the owner wants more, apart from memory
   * @param unfinished bytes that are held of a message of which more is to come; negative if there
   *     is none
   * @param onStall called if that message does not go on while all others wait for it
   */
  public ReadGate(
      Channel channel,
      ReceiveBudget budget,
      BooleanSupplier willing,
      LongSupplier unfinished,
      Runnable onStall) {
    this.channel = channel;
    this.share = budget.share(this::reconsiderSoon);
    this.willing = willing;
    this.unfinished = unfinished;
    this.onStall = onStall;
  }

  /** What the connection holds of the process's memory. */
  public ReceiveBudget.Share share() {
    return share;
  }

  /** Looks anew, later. On any thread. */
  public void reconsiderSoon() {
    channel.eventLoop().execute(this::reconsider);
  }

  /** Looks anew whether to read. */
  public void reconsider() {
    boolean wanted = willing.getAsBoolean();
    boolean read = wanted && share.mayRead();
    channel.config().setAutoRead(read);
    if (wanted && !read && !asking && channel.isOpen()) {
      asking = true;
      Channels.later(channel, ASK_SECONDS, this::askAgain);
    }
    if (read && !watched && share.isOverdraft()) {
      watched = true;
      long before = unfinished.getAsLong();
      Channels.later(channel, STALL_SECONDS, () -> look(before));
    }
  }

  private void askAgain() {
    asking = false;
    reconsider();
  }

  private void look(long before) {
    watched = false;
    if (share.isOverdraft() && before >= 0 && unfinished.getAsLong() == before) {
      onStall.run();
    } else {
      reconsider();
    }
  }
}
