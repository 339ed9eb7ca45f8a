package io.millrace.plugins.forward.out;

import io.millrace.api.ChunkMemory;
import io.millrace.event.ByteSlice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.handler.ssl.SslHandler;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes one message to a channel and waits until the kernel has it. What is in memory the thread
 * of the channel copies piece by piece, as the server takes it. A file goes from the file to the
 * socket within the kernel, unless it must be encrypted. Anything else has to be waited for, so it
 * is read by the thread that sends, in pieces of which two are on their way at most. A slow server
 * does not make this process hold a chunk twice.
 */
final class Transmission {
  private static final int PIECE = 1 << 18;

  private final Channel channel;
  private final Duration stall;

  /** To {@code channel}, which may take nothing for {@code stall} at most. */
  Transmission(Channel channel, Duration stall) {
    this.channel = channel;
    this.stall = stall;
  }

  /**
   * Sends {@code message}. If it throws, the channel is in the middle of a message, and of no more
   * use.
   */
  void send(Message message) throws IOException, InterruptedException {
    Optional<ChunkMemory> memory = message.memory();
    if (memory.isPresent()) {
      sendMemory(memory.get(), message);
      return;
    }
    write(message.head());
    Optional<Path> file = message.file();
    if (file.isPresent() && channel.pipeline().get(SslHandler.class) == null) {
      sendFile(file.get(), message);
    } else {
      sendPieces(message);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a write behind it fails too, and is waited for
  private void write(ByteSlice bytes) {
    channel.write(Unpooled.wrappedBuffer(bytes.array(), bytes.offset(), bytes.length()));
  }

  private ChannelFuture writeLast(Message message) {
    ByteSlice tail = message.tail();
    return channel.writeAndFlush(
        Unpooled.wrappedBuffer(tail.array(), tail.offset(), tail.length()));
  }

  private void sendMemory(ChunkMemory memory, Message message)
      throws IOException, InterruptedException {
    long lent = 0;
    for (ByteSlice range : memory.ranges()) {
      lent += range.length();
    }
    if (lent != message.length()) {
      memory.close();
      throw wrongLength(lent, message);
    }
    MemoryTransfer transfer = new MemoryTransfer(channel, message, memory);
    await(transfer.start(), transfer::taken);
  }

  private static EOFException wrongLength(long has, Message message) {
    return new EOFException("a chunk has " + has + " bytes where it says " + message.length());
  }

  private void sendFile(Path file, Message message) throws IOException, InterruptedException {
    FileRegion region =
        new DefaultFileRegion(FileChannel.open(file, StandardOpenOption.READ), 0, message.length());
    ChannelFuture body = channel.write(region.retain());
    try {
      ChannelFuture last = writeLast(message);
      await(body, region::transferred);
      await(last, () -> 0);
    } finally {
      region.release();
    }
  }

  private void sendPieces(Message message) throws IOException, InterruptedException {
    try (InputStream in = message.open();
        Pieces pieces = new Pieces(message.length())) {
      in.transferTo(pieces);
      pieces.last();
      if (pieces.sent != message.length()) {
        throw wrongLength(pieces.sent, message);
      }
    } catch (InterruptedIOException e) {
      throw new InterruptedException(e.getMessage());
    }
    await(writeLast(message), () -> 0);
  }

  /** Copies what a chunk writes into buffers of the network, once, and sends those. */
  private final class Pieces extends OutputStream {
    private final int length;
    private Optional<ChannelFuture> before = Optional.empty();
    private long sent;
    private ByteBuf piece;

    /** Of {@code length} bytes, if the chunk is what it says. */
    Pieces(int length) {
      this.length = length;
      this.piece = room();
    }

    /** For as much as is to come, and a piece at most. */
    private ByteBuf room() {
      return channel.alloc().ioBuffer((int) Math.max(0, Math.min(PIECE, length - sent)));
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
      int from = offset;
      for (int left = count; left > 0; ) {
        int n = Math.min(left, PIECE - piece.readableBytes());
        piece.writeBytes(source, from, n);
        from += n;
        left -= n;
        if (piece.readableBytes() == PIECE) {
          send(true);
        }
      }
    }

    /** Sends what is left; it goes with the bytes behind it. */
    void last() throws IOException {
      send(false);
    }

    private void send(boolean more) throws IOException {
      sent += piece.readableBytes();
      ChannelFuture written = more ? channel.writeAndFlush(piece) : channel.write(piece);
      piece = more ? room() : Unpooled.EMPTY_BUFFER;
      if (before.isPresent()) {
        awaitWritten(before.get());
      }
      before = Optional.of(written);
    }

    private void awaitWritten(ChannelFuture write) throws IOException {
      try {
        await(write, () -> 0);
      } catch (InterruptedException e) {
        throw new InterruptedIOException("sending was interrupted");
      }
    }

    @Override
    public void close() {
      piece.release();
    }
  }

  /** Waits for {@code write}, as long as {@code progress} grows within each stall time. */
  private void await(ChannelFuture write, LongSupplier progress)
      throws IOException, InterruptedException {
    long before = -1;
    while (!write.await(stall.toMillis(), TimeUnit.MILLISECONDS)) {
      long now = progress.getAsLong();
      if (now <= before) {
        throw new IOException(
            "the server took nothing within send_timeout of " + stall.toSeconds() + " seconds");
      }
      before = now;
    }
    Throwable cause = write.cause();
    if (cause != null) {
      throw cause instanceof IOException io ? io : new IOException(cause);
    }
  }
}
