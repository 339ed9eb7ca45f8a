package io.millrace.net.forward;

import io.millrace.event.ByteSlice;
import io.millrace.event.Pack;
import io.millrace.event.RecordPath;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One message of a sender, as ranges of the bytes it came in.
 *
 * <p>Source: Forward Protocol Specification v1, "Event Modes".
 *
 * @param mode how the entries are packed
 * @param tag the tag's bytes; empty if it is no string
 * @param hasTag whether the tag is a string
 * @param entries back-to-back {@code [time, record]} entries; compressed in mode {@code PACKED} if
 *     {@link #compressed} says so
 * @param option the packed option map; empty if there is none
 * @param size length in bytes of the whole message
 */
public record ForwardMessage(
    Mode mode, ByteSlice tag, boolean hasTag, ByteSlice entries, ByteSlice option, int size) {
  private static final RecordPath CHUNK = RecordPath.ofKey("chunk");
  private static final RecordPath COMPRESSED = RecordPath.ofKey("compressed");
  private static final RecordPath SIZE = RecordPath.ofKey("size");
  private static final RecordPath SIGNAL = RecordPath.ofKey("fluent_signal");
  private static final int ENTRY = 0x92;

  /** What a message is. */
  public enum Mode {
    /** {@code [tag, time, record, option]}. */
    MESSAGE,
    /** {@code [tag, [entry, ...], option]}. */
    FORWARD,
    /** {@code [tag, "packed entries", option]}. */
    PACKED,
    /** A nil, which is a heartbeat. */
    HEARTBEAT,
    /** Anything else. */
    BROKEN
  }

  /**
   * Reads one value that {@link ForwardDecoder} found. Turns a single event into an entry in its
   * place, which writes to the array within {@code value}.
   */
  public static ForwardMessage of(ByteSlice value) {
    byte[] a = value.array();
    int at = value.offset();
    int items = Pack.kind(a, at) == Pack.Kind.ARRAY ? Pack.count(a, at) : 0;
    if (items == 0) {
      Mode mode = Pack.kind(a, at) == Pack.Kind.NIL ? Mode.HEARTBEAT : Mode.BROKEN;
      return new ForwardMessage(
          mode, ByteSlice.EMPTY, false, ByteSlice.EMPTY, ByteSlice.EMPTY, value.length());
    }
    int tag = Pack.body(a, at);
    int second = Pack.skip(a, tag);
    if (items > 1 && Pack.isRaw(a, second)) {
      return stream(value, Mode.PACKED, tag, second, items);
    }
    if (items > 1 && Pack.kind(a, second) == Pack.Kind.ARRAY) {
      return stream(value, Mode.FORWARD, tag, second, items);
    }
    return items > 2
        ? single(value, tag, second, items)
        : new ForwardMessage(
            Mode.BROKEN, ByteSlice.EMPTY, false, ByteSlice.EMPTY, ByteSlice.EMPTY, value.length());
  }

  private static ForwardMessage stream(
      ByteSlice value, Mode mode, int tag, int entries, int items) {
    byte[] a = value.array();
    int end = Pack.skip(a, entries);
    int body = mode == Mode.PACKED ? Pack.rawStart(a, entries) : Pack.body(a, entries);
    return new ForwardMessage(
        mode,
        raw(a, tag),
        Pack.isRaw(a, tag),
        ByteSlice.of(a, body, end - body),
        items > 2 ? map(a, end) : ByteSlice.EMPTY,
        value.length());
  }

  /**
   * Time and record stand one behind the other: a byte {@code 92} before them makes them an entry.
   * Its place is won by moving the tag over its own header, which is not needed any more.
   */
  private static ForwardMessage single(ByteSlice value, int tag, int time, int items) {
    byte[] a = value.array();
    int end = Pack.skip(a, Pack.skip(a, time));
    ByteSlice option = items > 3 ? map(a, end) : ByteSlice.EMPTY;
    ByteSlice name = raw(a, tag);
    boolean hasTag = Pack.isRaw(a, tag);
    if (hasTag) {
      System.arraycopy(a, name.offset(), a, name.offset() - 1, name.length());
      name = ByteSlice.of(a, name.offset() - 1, name.length());
    }
    a[time - 1] = (byte) ENTRY;
    return new ForwardMessage(
        Mode.MESSAGE,
        name,
        hasTag,
        ByteSlice.of(a, time - 1, end - time + 1),
        option,
        value.length());
  }

  /** The tag in the first bytes of a message that is not whole; as much of it as is there. */
  public static ByteSlice tagOf(ByteSlice head) {
    byte[] a = head.array();
    int at = head.offset();
    if (head.length() < 8 || Pack.kind(a, at) != Pack.Kind.ARRAY) {
      return ByteSlice.EMPTY; // shorter than the widest headers of array and tag
    }
    int tag = Pack.body(a, at);
    if (head.end() - tag < 5 || !Pack.isRaw(a, tag)) {
      return ByteSlice.EMPTY;
    }
    int from = Pack.rawStart(a, tag);
    int length = Math.min(Pack.rawLength(a, tag), head.end() - from);
    return length < 0 ? ByteSlice.EMPTY : ByteSlice.of(a, from, length);
  }

  private static ByteSlice raw(byte[] a, int at) {
    return Pack.isRaw(a, at)
        ? ByteSlice.of(a, Pack.rawStart(a, at), Pack.rawLength(a, at))
        : ByteSlice.EMPTY;
  }

  private static ByteSlice map(byte[] a, int at) {
    return Pack.kind(a, at) == Pack.Kind.MAP
        ? ByteSlice.of(a, at, Pack.skip(a, at) - at)
        : ByteSlice.EMPTY;
  }

  /** The packed value of the option {@code chunk}, to be acknowledged as it is. */
  public Optional<ByteSlice> chunk() {
    return value(CHUNK).filter(chunk -> Pack.kind(chunk.array(), chunk.offset()) != Pack.Kind.NIL);
  }

  /** How the entries are compressed; empty if they are not. */
  public Optional<String> compressed() {
    return mode != Mode.PACKED
        ? Optional.empty()
        : value(COMPRESSED)
            .map(v -> raw(v.array(), v.offset()).toString())
            .filter(name -> !name.isEmpty() && !name.equals("text"));
  }

  /**
   * Number of entries that the sender says there are; empty if it does not say, or says what cannot
   * be: none at all, or more than the entries have bytes as they came.
   */
  public OptionalInt claimedCount() {
    long claimed = integer(SIZE).orElse(0);
    return claimed > 0 && claimed <= entries.length()
        ? OptionalInt.of((int) claimed)
        : OptionalInt.empty();
  }

  /**
   * Whether these are logs of a sender that knows other signals too: then times stand in pairs with
   * metadata.
   *
   * <p>Source: Forward Protocol Specification v1.5, option {@code fluent_signal}.
   */
  public boolean hasMetadata() {
    return integer(SIGNAL).orElse(-1) == 0;
  }

  private OptionalLong integer(RecordPath path) {
    return value(path)
        .filter(v -> Pack.kind(v.array(), v.offset()) == Pack.Kind.INTEGER)
        .map(v -> OptionalLong.of(Pack.integer(v.array(), v.offset())))
        .orElse(OptionalLong.empty());
  }

  private Optional<ByteSlice> value(RecordPath path) {
    if (option.isEmpty()) {
      return Optional.empty();
    }
    int at = path.find(option.array(), option.offset());
    return at < 0
        ? Optional.empty()
        : Optional.of(ByteSlice.of(option.array(), at, Pack.skip(option.array(), at) - at));
  }
}
