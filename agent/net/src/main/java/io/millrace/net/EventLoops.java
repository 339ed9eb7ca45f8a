package io.millrace.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the network, one set for the process: {@code accept}, {@code io-N} and {@code
 * worker-N}. Each kind is created on first use and ends with {@link #close}. Safe for use by
 * several threads.
 *
 * <p>An io thread decodes and must not block; whatever may block runs on a worker, through a {@link
 * SerialLane}. The loops use native epoll where it can be loaded, NIO elsewhere.
 */
public final class EventLoops implements AutoCloseable {
  private static final int MAX_IO_THREADS = 4;
  private static final long CLOSE_MILLIS = 2_000;

  private @Nullable EventLoopGroup accept; // guarded by this
  private @Nullable EventLoopGroup io; // guarded by this
  private @Nullable WorkerPool workers; // guarded by this
  private boolean closed; // guarded by this

  /** Without threads yet. */
  public EventLoops() {}

  /** The loop that accepts connections. */
  public synchronized EventLoopGroup accept() {
    if (accept == null) {
      accept = group(1, task -> daemon("accept", task));
    }
    return accept;
  }

  /** The loops that read and write. */
  public synchronized EventLoopGroup io() {
    if (io == null) {
      io = group(Math.min(cores(), MAX_IO_THREADS), numbered("io"));
    }
    return io;
  }

  /** Threads that may block, as many as cores, but for the start; idle ones end. */
  public synchronized Executor workers() {
    if (workers == null) {
      checkOpen();
      workers = new WorkerPool(cores(), numbered("worker"));
    }
    return workers;
  }

  /** Class of listening TCP sockets of these loops. */
  public Class<? extends ServerSocketChannel> serverChannel() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** Class of connecting TCP sockets of these loops. */
  public Class<? extends SocketChannel> clientChannel() {
    return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** Class of listening Unix sockets of these loops. */
  public Class<? extends ServerChannel> unixChannel() {
    return Epoll.isAvailable()
        ? EpollServerDomainSocketChannel.class
        : NioServerDomainSocketChannel.class;
  }

  /** The address of the Unix socket {@code path}, as {@link #unixChannel} wants it. */
  public SocketAddress unixAddress(Path path) {
    return Epoll.isAvailable()
        ? new DomainSocketAddress(path.toFile())
        : UnixDomainSocketAddress.of(path);
  }

  /** Class of UDP sockets of these loops. */
  public Class<? extends DatagramChannel> datagramChannel() {
    return Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  /** Closes what channels are open, ends all threads and waits for them, at most some seconds. */
  @Override
  public synchronized void close() {
    closed = true;
    if (accept != null) {
      accept.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
    if (io != null) {
      io.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
    if (workers != null) {
      workers.shutdown();
      try {
        if (!workers.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
          workers.shutdownNow();
        }
      } catch (InterruptedException e) {
        workers.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }

  private EventLoopGroup group(int threads, ThreadFactory factory) {
    checkOpen();
    IoHandlerFactory handler =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new LoopGroup(threads, factory, handler);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the event loops are closed");
    }
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static ThreadFactory numbered(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> daemon(name + "-" + number.getAndIncrement(), task);
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new FastThreadLocalThread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
