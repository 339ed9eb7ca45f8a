package io.millrace.net.forward;

import io.millrace.event.ByteSlice;
import io.millrace.event.LentEvents;
import io.millrace.event.MalformedPackException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one connection into messages.
 *
 * <p><b>Copies.</b> Bytes go from the socket's buffer straight into the array in which the message
 * will live to its end; entries, tag and options are ranges of it. What one read brings lands in
 * one array, however many messages it holds. Only a message that spans reads is moved: once, when
 * its length becomes known, or by doubling while it is not; and not at all if it is as long as the
 * one before it.
 *
 * <p><b>Arrays</b> come from a pool while there is plenty of memory, and go back there unless the
 * receiver keeps them.
 *
 * <p><b>Memory.</b> Between messages the decoder holds no array, so an idle connection costs a few
 * hundred bytes. A claimed length is believed up to {@code eager} bytes; beyond that the array
 * grows with what has really arrived, to twice as much, or to little more than it where {@code
 * eager} is small because memory is, or to no more than it where there is no memory at all. A
 * message longer than {@code maxMessage} is stepped over without keeping it and reported.
 *
 * <p><b>States.</b> {@code FIRST}: no byte yet; the first one decides for the life of the
 * connection. {@code PACK}: MessagePack. {@code OVER}: stepping over a message that is too long.
 * {@code JSON}: a stream of JSON documents. {@code BROKEN}: after an error; takes nothing more.
 *
 * <p>Source: Forward Protocol Specification v1, "Event Modes"; JSON mode is Fluentd's own. Not safe
 * for use by several threads.
 */
public final class ForwardDecoder {
  /** Where so much may be allocated on a peer's word, an array may double. */
  private static final int PLENTY = 1 << 20;

  private enum State {
    FIRST,
    PACK,
    OVER,
    JSON,
    BROKEN
  }

  private static final ReceiveArray NONE = ReceiveArray.own(0);

  /** Bytes kept of a message that is too long: enough for its tag. */
  private static final int HEAD = 256;

  /** Room behind the entries for the options, whose length is not known when the array is made. */
  private static final int OPTIONS = 192;

  private long maxMessage;
  private final Memory memory;
  private final ArrayPool pool;
  private final Receiver receiver;
  private final MessageScanner scanner = new MessageScanner();
  private @Nullable JsonFramer json;
  private boolean speaksJson;
  private State state = State.FIRST;
  private ReceiveArray owner = NONE;
  private byte[] array = owner.bytes();
  private int limit; // bytes of the array that are used
  private int start;
  private int end;
  private int lastLength;
  private long dropped;
  private ByteSlice droppedHead = ByteSlice.EMPTY;

  /** Where arrays come from. */
  public interface Memory {
    /** How many bytes may be allocated before they have arrived. */
    int eager();

    /**
     * Whether an array may have {@code bytes} more than it holds and than have arrived; they count
     * from now on.
     */
    boolean take(long bytes);
  }

  /** Takes what the decoder finds, on the thread that feeds it. */
  public interface Receiver {
    /**
     * One whole value. Nobody writes to its array any more but the receiver, within {@code value}.
     */
    void message(ByteSlice value);

    /**
     * One whole value in an array that is lent: as {@link #message(ByteSlice)} until this returns.
     * Who reads it after that retains the array first.
     */
    default void message(ByteSlice value, LentEvents.Lender array) {
      array.keep();
      message(value);
    }

    /**
     * A message that was longer than the limit and is gone.
     *
     * @param head its first bytes
     * @param size its length in bytes
     */
    void tooLong(ByteSlice head, long size);
  }

  /**
   * A decoder of a new connection.
   *
   * @param maxMessage longest message in bytes
   * @param eager asked how many bytes may be allocated before they have arrived
   */
  public ForwardDecoder(long maxMessage, IntSupplier eager, Receiver receiver) {
    this(maxMessage, unlimited(eager), receiver);
  }

  static Memory unlimited(IntSupplier eager) {
    return new Memory() {
      @Override
      public int eager() {
        return eager.getAsInt();
      }

      @Override
      public boolean take(long bytes) {
        return true;
      }
    };
  }

  /**
   * A decoder of a new connection.
   *
   * @param maxMessage longest message in bytes
   * @param memory asked before an array grows beyond what has arrived
   */
  public ForwardDecoder(long maxMessage, Memory memory, Receiver receiver) {
    this(maxMessage, memory, receiver, ArrayPool.SHARED);
  }

  ForwardDecoder(long maxMessage, Memory memory, Receiver receiver, ArrayPool pool) {
    this.pool = pool;
    this.maxMessage = addressable(maxMessage);
    this.memory = memory;
    this.receiver = receiver;
  }

  private static long addressable(long size) {
    return Math.min(size, Integer.MAX_VALUE - 64);
  }

  /** Sets the longest message from the next one on. For peers that do not speak JSON. */
  public void maxMessage(long size) {
    maxMessage = addressable(size);
  }

  /** Whether a message turned out to be too long and its end has not come. */
  public boolean isSteppingOver() {
    return state == State.OVER || (json != null && json.isSteppingOver());
  }

  /** Whether the peer speaks JSON; answers must then be JSON too, even after an error. */
  public boolean isJson() {
    return speaksJson;
  }

  /** Bytes it holds for a message that is not complete. */
  public int held() {
    return array.length + (json == null ? 0 : json.held());
  }

  /** Whether a message has begun and not ended. */
  public boolean isInside() {
    return scanner.isInside() || (json != null && json.isInside());
  }

  /**
   * Takes in all of {@code in}.
   *
   * @throws MalformedPackException if it is neither MessagePack nor JSON; the connection cannot be
   *     used any more
   */
  public void decode(ByteBuf in) {
    if (state == State.FIRST && in.isReadable()) {
      byte first = in.getByte(in.readerIndex());
      speaksJson = first == '{' || first == '[';
      state = speaksJson ? State.JSON : State.PACK;
    }
    try {
      switch (state) {
        case JSON -> decodeJson(in);
        case PACK, OVER -> decodePack(in);
        default -> in.skipBytes(in.readableBytes());
      }
    } catch (MalformedPackException e) {
      state = State.BROKEN;
      drop();
      json = null;
      throw e;
    }
  }

  private void decodeJson(ByteBuf in) {
    if (json == null) {
      json = new JsonFramer(maxMessage, receiver);
    }
    json.decode(in);
  }

  private void decodePack(ByteBuf in) {
    while (in.isReadable()) {
      makeRoom(in.readableBytes());
      int n = Math.min(in.readableBytes(), limit - end);
      in.readBytes(array, end, n);
      end += n;
      scanAll();
    }
    if (start == end) {
      drop();
    }
  }

  private void scanAll() {
    while (start < end) {
      if (!scanner.isInside()) {
        scanner.begin(start);
      }
      boolean complete = scanner.scan(array, end);
      if (state == State.OVER) {
        stepOver(complete);
      } else if (complete) {
        finish();
      } else if (known() > maxMessage) {
        state = State.OVER;
        droppedHead = ByteSlice.of(Arrays.copyOfRange(array, start, Math.min(end, start + HEAD)));
        dropped = 0;
        stepOver(false);
        return;
      } else {
        return;
      }
      if (!complete) {
        return;
      }
    }
  }

  private void finish() {
    int from = start;
    start = scanner.position();
    if (start - from > maxMessage) {
      receiver.tooLong(ByteSlice.of(array, from, start - from), start - from);
    } else {
      lastLength = start - from;
      receiver.message(ByteSlice.of(array, from, start - from), owner);
    }
  }

  /** Forgets the bytes the scanner has seen; after the last ones reports the message. */
  private void stepOver(boolean complete) {
    int seen = scanner.position();
    dropped += seen - start;
    start = seen;
    if (complete) {
      state = State.PACK;
      receiver.tooLong(droppedHead, dropped);
      droppedHead = ByteSlice.EMPTY;
    }
  }

  /** Bytes the message has at least, as far as is known. */
  private long known() {
    return Math.max(end, scanner.position() + scanner.claimed()) - (long) start;
  }

  /** Makes room behind {@link #end} for some of {@code arrived} bytes, or all of them. */
  private void makeRoom(int arrived) {
    if (end < limit) {
      return;
    }
    int partial = end - start;
    long needed = partial + (long) arrived;
    int believed = memory.eager();
    boolean plenty = believed >= PLENTY;
    long spare = Math.max(believed, plenty ? partial : partial / 4);
    long wanted = wanted(partial, needed, plenty);
    long size = Math.min(wanted, Math.min(needed + spare, Integer.MAX_VALUE - 64));
    if (size > needed && !memory.take(size - needed)) {
      size = needed;
    }
    ReceiveArray bigger = plenty ? pool.lend((int) size) : ReceiveArray.own((int) size);
    System.arraycopy(array, start, bigger.bytes(), 0, partial);
    rebase(bigger, (int) size);
  }

  /** Bytes that the message, or what has arrived, would take if memory were no matter. */
  private long wanted(int partial, long needed, boolean plenty) {
    if (state == State.OVER) {
      return needed;
    }
    long likely = plenty ? Math.max(needed, (long) lastLength + OPTIONS) : needed;
    if (!scanner.isInside()) {
      return likely;
    }
    // Where one string is most of the message, its end is where the message ends, about.
    boolean isPayload = 2 * scanner.content() >= partial;
    return isPayload ? known() + OPTIONS : Math.max(likely, 2L * partial);
  }

  /** Goes on without an array: no message is begun, or none is wanted. */
  private void drop() {
    rebase(NONE, 0);
  }

  /**
   * Goes on in {@code length} bytes of another array, which has the partial message at its start.
   */
  private void rebase(ReceiveArray other, int length) {
    scanner.moveTo(scanner.position() - start);
    if (owner != NONE) {
      owner.release();
    }
    owner = other;
    array = other.bytes();
    limit = length;
    end -= start;
    start = 0;
  }
}
