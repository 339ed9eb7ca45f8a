package io.millrace.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the kernel gives no connection, as it does when the process has used up the
 * files it may open: the listener rests for a second, so that it does not ask in a loop, and the
 * log says so now and then. The connections wait in the kernel's backlog.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptFailures.class);
  private static final Duration REST = Duration.ofSeconds(1);

  private final String owner;
  private final BooleanSupplier mayGoOn;
  private final LogLimit limit = new LogLimit();

  /**
   * Of one listener.
   *
   * @param owner id of the plugin, for messages
   * @param mayGoOn whether the listener is to accept after the rest: it may be paused by then
   */
  AcceptFailures(String owner, BooleanSupplier mayGoOn) {
    this.owner = owner;
    this.mayGoOn = mayGoOn;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    long left = limit.next();
    if (left >= 0) {
      LOG.error(
          "cannot take connections plugin_id={} address={} error=\"{}\" more_since_last_line={}:"
              + " they wait in the kernel. If files are used up, raise 'ulimit -n' (LimitNOFILE of"
              + " systemd)",
          owner,
          ctx.channel().localAddress(),
          cause.getMessage(),
          left);
    }
    ctx.channel().config().setAutoRead(false);
    Channels.later(
        ctx.channel(),
        REST,
        () -> {
          if (mayGoOn.getAsBoolean()) {
            ctx.channel().config().setAutoRead(true);
          }
        });
  }
}
