package io.millrace.plugins.forward.out;

import io.millrace.api.ChunkMemory;
import io.millrace.event.ByteSlice;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection that one thread opens and writes to, waiting for the other side, with limits. What
 * is written is collected in a buffer; a file goes from the file to the socket within the kernel.
 *
 * <p>An interrupt ends the waiting with a {@link ClosedByInterruptException}, {@link #endWaiting}
 * with another {@code IOException}.
 */
final class PatientChannel extends OutputStream {
  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer room;
  private final Duration stall;
  private volatile boolean ended;

  /**
   * Over {@code channel}, not connected.
   *
   * @param room an empty buffer outside of the heap
   * @param stall how long the other side may take nothing
   */
  PatientChannel(SocketChannel channel, ByteBuffer room, Duration stall) throws IOException {
    this.channel = channel;
    this.room = room;
    this.stall = stall;
    channel.configureBlocking(false);
    this.selector = Selector.open();
  }

  /** Connects to {@code address} within {@code limit}. */
  void connect(InetSocketAddress address, Duration limit) throws IOException {
    if (!channel.connect(address)) {
      channel.register(selector, SelectionKey.OP_CONNECT);
      if (!await(limit)) {
        throw new SocketTimeoutException(
            "connection timed out after " + limit.toMillis() + " ms: " + address);
      }
      channel.finishConnect();
    }
    channel.register(selector, SelectionKey.OP_WRITE);
  }

  /** Writes {@code message}, and all that was written before. */
  void write(Message message) throws IOException {
    write(message.head());
    Optional<ChunkMemory> memory = message.memory();
    Optional<Path> file = message.file();
    long written;
    if (memory.isPresent()) {
      written = write(memory.get(), message.length());
    } else if (file.isPresent()) {
      written = transfer(file.get(), message.length());
    } else {
      try (InputStream in = message.open()) {
        written = in.transferTo(this);
      }
    }
    if (written != message.length()) {
      throw new EOFException("a chunk has " + written + " bytes where it says " + message.length());
    }
    write(message.tail());
    flush();
  }

  /** Writes nothing of memory that is not as long as it should be. */
  private long write(ChunkMemory memory, long length) throws IOException {
    try (memory) {
      long lent = 0;
      for (ByteSlice range : memory.ranges()) {
        lent += range.length();
      }
      if (lent == length) {
        for (ByteSlice range : memory.ranges()) {
          write(range);
        }
      }
      return lent;
    }
  }

  private void write(ByteSlice bytes) throws IOException {
    write(bytes.array(), bytes.offset(), bytes.length());
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int count) throws IOException {
    int end = offset + count;
    for (int at = offset; at < end; ) {
      if (!room.hasRemaining()) {
        flush();
      }
      int n = Math.min(room.remaining(), end - at);
      room.put(source, at, n);
      at += n;
    }
  }

  private long transfer(Path path, long length) throws IOException {
    flush();
    long at = 0;
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      while (at < length && at < file.size()) {
        long n = file.transferTo(at, length - at, channel);
        if (n == 0) {
          awaitRoom();
        }
        at += n;
      }
    }
    return at;
  }

  @Override
  public void flush() throws IOException {
    room.flip();
    while (room.hasRemaining()) {
      if (channel.write(room) == 0) {
        awaitRoom();
      }
    }
    room.clear();
  }

  private void awaitRoom() throws IOException {
    if (!await(stall)) {
      throw new SocketTimeoutException(
          "the server took nothing within send_timeout of " + stall.toSeconds() + " seconds");
    }
  }

  /** Waits until something can be done; false if that takes longer than {@code limit}. */
  private boolean await(Duration limit) throws IOException {
    selector.selectedKeys().clear();
    int ready = selector.select(Math.max(1, limit.toMillis()));
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
    if (ended) {
      throw new IOException("the output is being closed");
    }
    return ready > 0;
  }

  /** Lets the thread that waits, or will wait, give up. On any thread. */
  void endWaiting() {
    ended = true;
    selector.wakeup();
  }

  /** Whether the other side has said something by now. */
  boolean isAnswered() throws IOException {
    room.clear();
    return channel.read(room) > 0;
  }

  /** Lets go of what waiting takes; the channel is its owner's to close. */
  @Override
  public void close() throws IOException {
    selector.close();
  }
}
