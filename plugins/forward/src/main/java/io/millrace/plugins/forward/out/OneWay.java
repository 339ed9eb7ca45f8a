package io.millrace.plugins.forward.out;

import io.millrace.api.PerThread;
import io.millrace.api.RetryableException;
import io.millrace.api.Service;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends messages that nobody is to confirm, each over a plain connection of its own, on the thread
 * that asks. That thread waits for the end of it in any case, and nobody else has to do with the
 * connection; a channel of the event loops would be set up and taken down for one message. Safe for
 * use by several threads.
 */
final class OneWay implements AutoCloseable {
  /** Bytes that are copied at a time: what stays in the cache up to the system call. */
  private static final int PIECE = 1 << 17;

  private final Duration connectTimeout;
  private final Duration stall;
  private final PerThread<ByteBuffer> rooms =
      new PerThread<>(() -> ByteBuffer.allocateDirect(PIECE));
  private final Set<PatientChannel> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Of one output.
   *
   * @param connectTimeout how long connecting may take
   * @param stall how long a server may take nothing
   */
  OneWay(Duration connectTimeout, Duration stall) {
    this.connectTimeout = connectTimeout;
    this.stall = stall;
  }

  /**
   * Sends {@code message} and waits until the kernel has it.
   *
   * @param address where {@code service} is, resolved
   * @throws RetryableException if it did not leave, or the server answers, which only one does that
   *     asks who we are
   */
  void send(Service service, InetSocketAddress address, Message message)
      throws InterruptedException {
    try (SocketChannel channel = SocketChannel.open();
        PatientChannel out = new PatientChannel(channel, room(), stall)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      open.add(out);
      if (closed) {
        out.endWaiting();
      }
      try {
        connect(out, service, address);
        out.write(message);
      } finally {
        open.remove(out);
      }
      if (out.isAnswered()) {
        throw new RetryableException(
            "handshake",
            "the server asks who we are: add <security> with its shared_key",
            new IOException("an answer where none is expected"));
      }
    } catch (ClosedByInterruptException e) {
      Thread.interrupted(); // the exception says it now
      throw new InterruptedException("sending was interrupted");
    } catch (IOException e) {
      throw new RetryableException("send", "sending failed: " + e, e);
    }
  }

  private ByteBuffer room() {
    try {
      return rooms.get().clear();
    } catch (OutOfMemoryError e) { // of the memory outside of the heap
      throw new RetryableException(
          "send", "no memory outside of the heap is left: raise -XX:MaxDirectMemorySize", e);
    }
  }

  private void connect(PatientChannel out, Service service, InetSocketAddress address)
      throws ClosedByInterruptException {
    try {
      out.connect(address, connectTimeout);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw new RetryableException(
          "connect", "cannot connect to " + service + ": " + e.getMessage(), e);
    }
  }

  /** Ends what is being sent: whoever sends is told at once, where it waits or would wait. */
  @Override
  public void close() {
    closed = true;
    open.forEach(PatientChannel::endWaiting);
  }
}
