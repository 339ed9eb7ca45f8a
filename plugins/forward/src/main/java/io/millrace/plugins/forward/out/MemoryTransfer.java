package io.millrace.plugins.forward.out;

import io.millrace.api.ChunkMemory;
import io.millrace.event.ByteSlice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes one message whose bytes are in memory, on the thread of its channel. When the kernel has
 * taken a piece, the next one is copied into the same buffer, which the processor's cache still
 * holds, and no thread wakes another for a piece. That a piece was taken is heard from within the
 * flush of the channel: it goes on with the next, a bounded number of times, and then gives other
 * channels their turn.
 *
 * <p>The memory is given back when all of it was taken, or when nothing can be written any more;
 * the transfer ends after that. So whoever waited for the end may let the chunk go, and a chunk
 * whose delivery was given up stays what it is while it is still read here.
 */
final class MemoryTransfer implements ChannelFutureListener {
  /** Bytes of the buffer: what stays in the cache from the copy to the system call. */
  private static final int PIECE = 1 << 17;

  private final Channel channel;
  private final ChunkMemory memory;
  private final ChannelPromise end;
  private final List<ByteSlice> ranges = new ArrayList<>();
  private volatile long taken;

  // only on the channel's thread from here on, once it was started
  private ByteBuf piece = Unpooled.EMPTY_BUFFER;
  private ByteBuffer room = ByteBuffer.allocate(0); // the memory of the piece
  private long left;
  private long written;
  private int range;
  private int at;

  /**
   * Of {@code message} over {@code channel}.
   *
   * @param memory the bytes of {@code message}; the transfer closes it
   */
  MemoryTransfer(Channel channel, Message message, ChunkMemory memory) {
    this.channel = channel;
    this.memory = memory;
    this.end = channel.newPromise();
    ranges.add(message.head());
    ranges.addAll(memory.ranges());
    ranges.add(message.tail());
    for (ByteSlice each : ranges) {
      left += each.length();
    }
  }

  /** Begins; completes when all was taken or nothing can be written any more. */
  ChannelFuture start() {
    try {
      channel.eventLoop().execute(this::begin);
    } catch (RejectedExecutionException e) {
      finish(e);
    }
    return end;
  }

  /** Bytes that the kernel has taken so far, in whole pieces. On any thread. */
  long taken() {
    return taken;
  }

  private void begin() {
    try {
      int size = (int) Math.min(left, PIECE);
      piece = channel.alloc().ioBuffer(size);
      room = piece.nioBuffer(0, size);
    } catch (OutOfMemoryError e) { // of the network's memory, which has a limit of its own
      finish(e);
      return;
    }
    writePiece();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // this listens to it, before it can be done
  private void writePiece() {
    room.clear();
    fill();
    piece.setIndex(0, room.position());
    left -= room.position();
    written += room.position();
    channel.writeAndFlush(piece.retainedDuplicate(), channel.newPromise().addListener(this));
  }

  private void fill() {
    while (room.hasRemaining() && range < ranges.size()) {
      ByteSlice from = ranges.get(range);
      int n = Math.min(room.remaining(), from.length() - at);
      room.put(from.array(), from.offset() + at, n);
      at += n;
      if (at == from.length()) {
        range++;
        at = 0;
      }
    }
  }

  @Override
  public void operationComplete(ChannelFuture write) {
    taken = written;
    if (write.isSuccess() && left > 0) {
      writePiece();
      return;
    }
    piece.release();
    memory.close();
    if (write.isSuccess()) {
      end.setSuccess();
    } else {
      end.setFailure(write.cause());
    }
  }

  private void finish(Throwable error) {
    memory.close();
    end.setFailure(error);
  }
}
