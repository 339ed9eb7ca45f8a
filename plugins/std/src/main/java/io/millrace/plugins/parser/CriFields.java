package io.millrace.plugins.parser;

import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.event.ByteSlice;
import io.millrace.event.RecordEditor;

/**
 * Adds the stream and the tags of a line to what a nested parser makes of its message. Kept by one
 * thread.
 */
final class CriFields implements ParsedEvents {
  static final byte[] STREAM = RecordDraft.key("stream");
  static final byte[] LOGTAG = RecordDraft.key("logtag");

  private static final ByteSlice STREAM_NAME = ByteSlice.utf8("stream");
  private static final ByteSlice LOGTAG_NAME = ByteSlice.utf8("logtag");

  private final RecordEditor editor = new RecordEditor();
  private byte[] line = new byte[0];
  private int stream;
  private int tags;
  private int message;
  private ParsedEvents target = this;

  /** Of a line whose parts start at these indexes, each behind one blank. */
  CriFields with(byte[] a, int streamAt, int tagsAt, int messageAt) {
    line = a;
    stream = streamAt;
    tags = tagsAt;
    message = messageAt;
    return this;
  }

  /** Emits what {@code parser} makes of {@code body}, with the fields added. */
  boolean parse(Parser parser, ByteSlice body, ParsedEvents out) {
    target = out;
    return parser.parse(body, this);
  }

  @Override
  public void event(long seconds, int nanos, ByteSlice record) {
    target.event(seconds, nanos, merged(record));
  }

  @Override
  public void eventWithoutTime(ByteSlice record) {
    target.eventWithoutTime(merged(record));
  }

  @Override
  public void unmatched() {
    target.unmatched();
  }

  private ByteSlice merged(ByteSlice record) {
    editor.copyOf(record.array(), record.offset(), record.end());
    editor.value().text(line, stream, tags - 1 - stream);
    editor.put(STREAM_NAME);
    editor.value().text(line, tags, message - 1 - tags);
    editor.put(LOGTAG_NAME);
    return editor.record();
  }
}
