package io.millrace.net.message;

import io.millrace.event.ByteSlice;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/**
 * Messages that end with a delimiter, which is not part of them. One that is longer than the limit
 * is dropped as soon as that is known, and what follows is skipped to the next delimiter.
 *
 * <p>Source: Fluentd's in_tcp; RFC 6587, non-transparent framing.
 */
public final class DelimitedFramer implements Framer {
  private final byte[] delimiter;
  private final long limit;
  private final TooLong tooLong;
  private final Held held = new Held();
  private boolean skipping;
  private int scanned;

  /**
   * For a new connection.
   *
   * @param delimiter not empty
   * @param limit longest message in bytes
   */
  public DelimitedFramer(ByteSlice delimiter, long limit, TooLong tooLong) {
    this.delimiter = delimiter.toBytes();
    this.limit = limit;
    this.tooLong = tooLong;
  }

  @Override
  public void cut(ByteBuf in, Consumer<ByteSlice> out) {
    held.add(in);
    int at = find(held.start() + scanned);
    while (at >= 0) {
      ByteSlice message = held.take(at, delimiter.length);
      if (skipping) {
        skipping = false;
      } else if (message.length() > limit) {
        tooLong.dropped(message, message.length());
      } else {
        out.accept(message);
      }
      at = find(held.start());
    }
    if (held.size() > limit && !skipping) {
      tooLong.dropped(ByteSlice.of(held.array(), held.start(), held.size()), held.size());
      skipping = true;
    }
    int halfDelimiter = Math.min(held.size(), delimiter.length - 1);
    if (skipping) {
      held.drop(held.size() - halfDelimiter);
    }
    held.settle();
    scanned = held.size() - halfDelimiter;
  }

  private int find(int from) {
    byte[] a = held.array();
    int last = held.end() - delimiter.length;
    for (int at = from; at <= last; at++) {
      if (a[at] == delimiter[0] && isDelimiter(a, at)) {
        return at;
      }
    }
    return -1;
  }

  private boolean isDelimiter(byte[] a, int at) {
    for (int i = 1; i < delimiter.length; i++) {
      if (a[at + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long held() {
    return held.capacity();
  }
}
