package io.millrace.event;

import java.util.Optional;

/**
 * One event, read in place. Valid during the call that received it only: whoever wants to keep
 * something copies it. Not safe for use by several threads.
 */
public interface EventView {
  /** Seconds since 1970-01-01 UTC. */
  long seconds();

  /** Nanoseconds within the second. */
  int nanos();

  /** The time of the event. */
  default EventTime time() {
    return new EventTime(seconds(), nanos());
  }

  /**
   * Whether the time came as a plain integer, which {@code time_as_integer} and re-packing keep.
   */
  boolean integerTime();

  /** The array in which {@link #find} gives positions. Not to be written. */
  byte[] array();

  /** Index of the record, a map, in {@link #array()}. */
  int recordStart();

  /** Index after the record. */
  int recordEnd();

  /**
   * Takes {@link #recordEnd} from somebody who walked over the record and knows it, so that nobody
   * has to walk again.
   */
  default void walked(int recordEnd) {}

  /** The packed record, a map. */
  default ByteSlice recordBytes() {
    return ByteSlice.of(array(), recordStart(), recordEnd() - recordStart());
  }

  /**
   * Index in {@link #array()} of the value at {@code path}, or -1 if there is none. Read it with
   * {@link Pack}.
   */
  default int find(RecordPath path) {
    return path.find(array(), recordStart());
  }

  /** Whether there is a value, be it nil, at {@code path}. */
  default boolean has(RecordPath path) {
    return find(path) >= 0;
  }

  /**
   * The bytes of the string at {@code path}; of any other value the text that Ruby's {@code to_s}
   * gives; nothing for nil and for what is missing.
   */
  default ByteSlice bytes(RecordPath path) {
    int at = find(path);
    return at < 0 ? ByteSlice.EMPTY : PackText.bytes(array(), at);
  }

  /** As {@link #bytes}, as text; empty if the value is nil or missing. */
  default Optional<String> text(RecordPath path) {
    int at = find(path);
    return at < 0 || Pack.kind(array(), at) == Pack.Kind.NIL
        ? Optional.empty()
        : Optional.of(PackText.bytes(array(), at).toString());
  }

  /**
   * The value at {@code path} as {@link PackReader#read} gives it; empty if it is nil or missing.
   */
  default Optional<Object> value(RecordPath path) {
    int at = find(path);
    return at < 0 ? Optional.empty() : Optional.ofNullable(PackReader.read(array(), at));
  }

  /**
   * An editor for a changed copy of the record. There is one for each view: a second call starts
   * over.
   */
  RecordEditor edit();

  /** The record as a map, decoded; changes to it do not touch the event. */
  default MutableRecord toRecord() {
    return MutableRecord.of(array(), recordStart());
  }
}
