package io.millrace.net;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Event loops that close their channels when they end, so that whoever waits for one is told.
 *
 * <p>Netty's own loop looks whether it is to end once in a turn, before its tasks, and closes its
 * channels if so. If the end begins while the tasks run, the check behind them ends the loop, and
 * its channels are left as they are: their writes never finish. A quiet period does not help in all
 * cases, since it is set after the state that the loop looks at, and makes each end longer. So we
 * close the channels in the check itself; it is made once more when the last tasks have run, for
 * channels that those opened.
 *
 * <p>Source: {@code SingleThreadIoEventLoop.run} and {@code
 * SingleThreadEventExecutor.confirmShutdown} of Netty 4.2.
 */
final class LoopGroup extends MultiThreadIoEventLoopGroup {
  LoopGroup(int threads, ThreadFactory factory, IoHandlerFactory handler) {
    super(threads, factory, handler);
  }

  @Override
  protected IoEventLoop newChild(Executor executor, IoHandlerFactory handler, Object... none) {
    return new Loop(this, executor, handler);
  }

  private static final class Loop extends SingleThreadIoEventLoop {
    Loop(IoEventLoopGroup group, Executor executor, IoHandlerFactory handler) {
      super(group, executor, handler);
    }

    @Override
    protected boolean confirmShutdown() {
      if (isShuttingDown()) {
        ioHandler().prepareToDestroy();
      }
      return super.confirmShutdown();
    }
  }
}
