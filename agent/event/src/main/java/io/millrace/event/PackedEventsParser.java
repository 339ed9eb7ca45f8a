package io.millrace.event;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link PackedEvents} of untrusted bytes. Copies only when an entry must be changed or left
 * out.
 */
final class PackedEventsParser {
  /** Bytes before the record in {@code [event time, record]}. */
  private static final int USUAL_RECORD = 11;

  private final byte[] a;
  private final int start;
  private final int end;
  private final EventTime now;
  private final IntPredicate invalid;
  private @Nullable EventsBuilder rebuilt;
  private int count;
  private int runStart;

  private PackedEventsParser(ByteSlice bytes, EventTime now, IntPredicate invalid) {
    this.a = bytes.array();
    this.start = bytes.offset();
    this.end = bytes.end();
    this.now = now;
    this.invalid = invalid;
    this.runStart = start;
  }

  static PackedEvents strict(ByteSlice bytes) {
    byte[] a = bytes.array();
    PackChecker checker = new PackChecker(a, bytes.end(), false);
    int count = 0;
    for (int at = bytes.offset(); at < bytes.end(); count++) {
      int next = checker.check(at);
      if (!isStored(a, at)) {
        throw new MalformedPackException(
            "entry " + count + " at byte " + (at - bytes.offset()) + " is no [time, record]");
      }
      at = next;
    }
    return PackedEvents.trusted(a, bytes.offset(), bytes.length(), count);
  }

  /** Index after the entry at {@code at}. */
  static int strict(byte[] array, int at, int end) {
    int next = Pack.check(array, at, end);
    if (!isStored(array, at)) {
      throw new MalformedPackException("the entry at byte " + at + " is no [time, record]");
    }
    return next;
  }

  static PackedEvents lenient(ByteSlice bytes, EventTime now, IntPredicate invalid) {
    return new PackedEventsParser(bytes, now, invalid).parse();
  }

  private PackedEvents parse() {
    PackChecker checker = new PackChecker(a, end, true);
    GuessingWalk walk = new GuessingWalk(a, start, end);
    int runCount = 0;
    for (int at = start; at < end; ) {
      if (isUsual(at)) {
        int next = walk.check(at + USUAL_RECORD);
        at = next == GuessingWalk.ODD ? checker.check(at + USUAL_RECORD, 1) : next;
        runCount++;
        continue;
      }
      int next = checker.check(at);
      if (isEvent(a, at) && !isZero(a, Pack.body(a, at))) {
        runCount++;
      } else {
        copyRun(at, runCount);
        runCount = 0;
        runStart = next;
        mend(at);
      }
      at = next;
    }
    if (rebuilt == null) {
      return PackedEvents.trusted(a, start, end - start, count + runCount);
    }
    copyRun(end, runCount);
    return rebuilt.build();
  }

  /**
   * Whether an event time that is not zero stands at {@code at}, and a map behind it: as nearly all
   * senders write.
   */
  private boolean isUsual(int at) {
    return end - at > USUAL_RECORD
        && a[at] == (byte) 0x92
        && a[at + 1] == (byte) Pack.FIXEXT8
        && a[at + 2] == 0
        && Pack.kind(a, at + USUAL_RECORD) == Pack.Kind.MAP
        && Pack.i32(a, at + 3) != 0;
  }

  private void copyRun(int to, int events) {
    if (rebuilt == null) {
      rebuilt = new EventsBuilder(end - start);
    }
    rebuilt.appendRange(a, runStart, to - runStart, events);
    count += events;
  }

  private EventsBuilder builder() {
    if (rebuilt == null) {
      rebuilt = new EventsBuilder(end - start);
    }
    return rebuilt;
  }

  /** Appends the entry at {@code at} in the form of an event, or leaves it out. */
  private void mend(int at) {
    if (Pack.kind(a, at) == Pack.Kind.ARRAY && Pack.count(a, at) >= 2) {
      int time = Pack.body(a, at);
      int record = Pack.skip(a, time);
      if (Pack.kind(a, time) == Pack.Kind.ARRAY && Pack.count(a, time) > 0) {
        time = Pack.body(a, time);
      }
      if (Pack.kind(a, record) == Pack.Kind.NIL) {
        return;
      }
      if (isTime(a, time) && Pack.kind(a, record) == Pack.Kind.MAP) {
        int recordEnd = Pack.skip(a, record);
        if (isZero(a, time)) {
          builder().append(now, ByteSlice.of(a, record, recordEnd - record));
        } else {
          builder()
              .appendPacked(
                  ByteSlice.of(a, time, Pack.skip(a, time) - time),
                  ByteSlice.of(a, record, recordEnd - record));
        }
        return;
      }
    }
    if (!invalid.test(at)) {
      throw new MalformedPackException(
          "the entry at byte " + (at - start) + " is no [time, record]");
    }
  }

  /** As {@link #isEvent}; a buffer may hold float times too, which some Ruby input made. */
  private static boolean isStored(byte[] a, int at) {
    return isEvent(a, at)
        || (Pack.kind(a, at) == Pack.Kind.ARRAY
            && Pack.count(a, at) == 2
            && Pack.kind(a, Pack.body(a, at)) == Pack.Kind.FLOAT
            && Pack.kind(a, Pack.skip(a, Pack.body(a, at))) == Pack.Kind.MAP);
  }

  private static boolean isEvent(byte[] a, int at) {
    if (Pack.kind(a, at) != Pack.Kind.ARRAY || Pack.count(a, at) != 2) {
      return false;
    }
    int time = Pack.body(a, at);
    return isTime(a, time) && Pack.kind(a, Pack.skip(a, time)) == Pack.Kind.MAP;
  }

  /** Whether an integer or an event time stands at {@code at}. */
  static boolean isTime(byte[] a, int at) {
    return switch (Pack.kind(a, at)) {
      case INTEGER -> true;
      case EXTENSION -> Pack.extType(a, at) == 0 && Pack.skip(a, at) - Pack.extStart(a, at) == 8;
      default -> false;
    };
  }

  /** Whether the time at {@code at} has no seconds, which the protocol reads as "now". */
  static boolean isZero(byte[] a, int at) {
    return Pack.kind(a, at) == Pack.Kind.INTEGER
        ? Pack.integer(a, at) == 0
        : Pack.u32(a, Pack.extStart(a, at)) == 0;
  }
}
