package io.millrace.net.message;

import io.millrace.event.ByteSlice;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/**
 * Messages that begin with their length: decimal digits and a space. White space before the digits
 * is left out, for some senders end their messages with a line feed all the same. A message longer
 * than the limit is stepped over without keeping it.
 *
 * <p>Source: RFC 6587, octet counting.
 */
public final class OctetCountFramer implements Framer {
  private static final int MAX_DIGITS = 10;

  private final long limit;
  private final TooLong tooLong;
  private final Held held = new Held();
  private long length = -1;
  private long toSkip;

  /** For a new connection, with messages of at most {@code limit} bytes. */
  public OctetCountFramer(long limit, TooLong tooLong) {
    this.limit = limit;
    this.tooLong = tooLong;
  }

  @Override
  public void cut(ByteBuf in, Consumer<ByteSlice> out) {
    held.add(in);
    boolean more = true;
    while (more) {
      skip();
      more = (length >= 0 || readLength()) && takeMessage(out);
    }
    held.settle();
  }

  private void skip() {
    int now = (int) Math.min(toSkip, held.size());
    held.drop(now);
    toSkip -= now;
  }

  /** Whether a whole length was there. */
  private boolean readLength() {
    byte[] a = held.array();
    while (held.size() > 0 && isSpace(a[held.start()])) {
      held.drop(1);
    }
    long value = 0;
    int at = held.start();
    while (at < held.end() && a[at] != ' ') {
      int digit = a[at] - '0';
      if (digit < 0 || digit > 9 || at - held.start() >= MAX_DIGITS) {
        throw new MalformedFrameException(
            "no length at the start of a message: decimal digits and a space are expected with"
                + " frame_type octet_count");
      }
      value = value * 10 + digit;
      at++;
    }
    if (at == held.end()) {
      return false;
    }
    held.drop(at + 1 - held.start());
    length = value;
    return true;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r';
  }

  /** Whether something was done, and there may be more. */
  private boolean takeMessage(Consumer<ByteSlice> out) {
    if (length > limit) {
      tooLong.dropped(ByteSlice.of(held.array(), held.start(), held.size()), length);
      toSkip = length;
      length = -1;
      return true;
    }
    if (held.size() < length) {
      return false;
    }
    out.accept(held.take(held.start() + (int) length, 0));
    length = -1;
    return true;
  }

  @Override
  public long held() {
    return held.capacity();
  }
}
