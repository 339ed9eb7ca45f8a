package io.millrace.plugins.forward.out;

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
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes one message to a channel and waits until the kernel has it. A file goes from the file to
 * the socket within the kernel, unless it must be encrypted; anything else in pieces, of which two
 * are on their way at most, so that a slow server does not make this process hold a chunk twice.
 */
final class Transmission {
  private static final int PIECE = 1 << 17;

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
    Optional<ChannelFuture> before = Optional.empty();
    try (InputStream in = message.open()) {
      for (int left = message.length(); left > 0; ) {
        int size = Math.min(left, PIECE);
        left -= size;
        ByteBuf piece = read(in, size);
        ChannelFuture written = left > 0 ? channel.writeAndFlush(piece) : channel.write(piece);
        if (before.isPresent()) {
          await(before.get(), () -> 0);
        }
        before = Optional.of(written);
      }
    }
    await(writeLast(message), () -> 0);
  }

  private ByteBuf read(InputStream in, int size) throws IOException {
    ByteBuf piece = channel.alloc().ioBuffer(size);
    try {
      while (piece.readableBytes() < size) {
        if (piece.writeBytes(in, size - piece.readableBytes()) < 0) {
          throw new EOFException("a chunk is shorter than it says");
        }
      }
      return piece.retain();
    } finally {
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
