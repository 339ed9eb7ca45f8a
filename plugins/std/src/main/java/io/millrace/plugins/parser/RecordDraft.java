package io.millrace.plugins.parser;

import io.millrace.api.ParsedEvents;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;

/**
 * A record in the making: fields are appended, whose number need not be known before. Kept by one
 * thread for one text after another. Does not look for repeated keys.
 */
final class RecordDraft {
  /** Room for the widest map header, which is written last. */
  private static final int HEADROOM = 5;

  private final ByteArraySink bytes = new ByteArraySink(512);
  private final PackWriter writer = new PackWriter(bytes);
  private final ByteArraySink header = new ByteArraySink(16);
  private final PackWriter headerWriter = new PackWriter(header);
  private int fields;

  /** The packed form of a key that a parser writes again and again. */
  static byte[] key(String name) {
    ByteArraySink key = new ByteArraySink(32);
    new PackWriter(key).text(name);
    return key.toBytes();
  }

  /** Starts over with no fields. */
  RecordDraft clear() {
    bytes.clear();
    bytes.reserve(HEADROOM);
    bytes.size(HEADROOM);
    fields = 0;
    return this;
  }

  /** Starts the field {@code packedKey}: the caller writes exactly one value to the answer. */
  PackWriter field(byte[] packedKey) {
    bytes.write(packedKey, 0, packedKey.length);
    fields++;
    return writer;
  }

  /** As {@link #field(byte[])}, with a key of the bytes {@code [from, to)}. */
  PackWriter field(byte[] a, int from, int to) {
    writer.text(a, from, to - from);
    fields++;
    return writer;
  }

  /** Adds a field of the text {@code [from, to)}. */
  void text(byte[] packedKey, byte[] a, int from, int to) {
    field(packedKey).text(a, from, to - from);
  }

  /** The record; valid until the next field. */
  ByteSlice record() {
    header.clear();
    headerWriter.mapHeader(fields);
    int start = HEADROOM - header.size();
    System.arraycopy(header.array(), 0, bytes.array(), start, header.size());
    return ByteSlice.of(bytes.array(), start, bytes.size() - start);
  }

  /**
   * Emits the record as {@code rules} say.
   *
   * @throws io.millrace.api.ParseException if it has a time that cannot be read
   */
  void emit(RecordRules rules, ParsedEvents out) {
    ByteSlice record = record();
    rules.emit(record.array(), record.offset(), record.end(), out);
  }
}
