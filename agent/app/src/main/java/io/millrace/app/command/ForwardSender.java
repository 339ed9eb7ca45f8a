package io.millrace.app.command;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.PackWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends events in the Forward mode, one to a message, and connects anew when it must. What was
 * collected is sent again as a whole after a failure: an event may come twice, none is left out
 * that the operating system did not take.
 *
 * <p>Source: Forward Protocol v1, "Forward Mode"; the retries are those of {@code fluent-cat}.
 */
final class ForwardSender implements AutoCloseable {
  private static final int BATCH = 64 << 10;

  private final Target target;
  private final int retryLimit;
  private final PrintStream errors;
  private final ByteArraySink batch = new ByteArraySink(1024);
  private final PackWriter pack = new PackWriter(batch);
  private @Nullable SocketChannel channel;

  /** Where a connection goes. */
  interface Target {
    /** The address, looked up anew for each connection. */
    SocketAddress address() throws IOException;

    static Target tcp(String host, int port) {
      return () -> {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
          throw new UnknownHostException("unknown host " + host);
        }
        return address;
      };
    }

    static Target unix(Path path) {
      return () -> UnixDomainSocketAddress.of(path);
    }
  }

  /** To {@code target}; gives up after {@code retryLimit} retries, one a second. */
  ForwardSender(Target target, int retryLimit, PrintStream errors) {
    this.target = target;
    this.retryLimit = retryLimit;
    this.errors = errors;
  }

  /** Collects an event and sends what is collected if that is much. */
  void add(String tag, EventTime time, boolean integerTime, ByteSlice record)
      throws InterruptedException {
    pack.arrayHeader(2);
    pack.text(tag);
    pack.arrayHeader(1);
    pack.arrayHeader(2);
    if (integerTime) {
      pack.integer(time.seconds());
    } else {
      pack.eventTime(time);
    }
    pack.packed(record);
    if (batch.size() >= BATCH) {
      flush();
    }
  }

  /**
   * Sends what is collected.
   *
   * @throws CommandException if it cannot be sent after all retries
   */
  void flush() throws InterruptedException {
    for (int failures = 0; batch.size() > 0; ) {
      try {
        send();
      } catch (IOException e) {
        disconnect();
        errors.println("connect failed: " + e.getMessage());
        if (failures++ >= retryLimit) {
          throw new CommandException("exceed retry limit: " + retryLimit);
        }
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private void send() throws IOException {
    SocketChannel connection = connection();
    ByteBuffer bytes = batch.slice().toByteBuffer();
    while (bytes.hasRemaining()) {
      connection.write(bytes);
    }
    batch.clear();
  }

  private SocketChannel connection() throws IOException {
    if (channel == null) {
      channel = SocketChannel.open(target.address());
    }
    return channel;
  }

  private void disconnect() {
    Optional<SocketChannel> old = Optional.ofNullable(channel);
    channel = null;
    try {
      if (old.isPresent()) {
        old.get().close();
      }
    } catch (IOException e) {
      errors.println("close failed: " + e.getMessage());
    }
  }

  /** Closes the connection; what was not flushed is not sent. */
  @Override
  public void close() {
    disconnect();
  }
}
