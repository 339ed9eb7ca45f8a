package io.millrace.plugins.output.exceptions;

import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.EventView;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;

/**
 * The lines of a trace so far: the first record and the text of all. Guarded by the lock of the
 * {@link Traces} it is in.
 */
final class Trace {
  private final Tag tag;
  private final EventTime time;
  private final ByteSlice firstRecord;
  private final RecordPath message;
  private final boolean lineBreaks;
  private final long startMillis;
  private final ByteArraySink text;
  private TraceState state = TraceState.START;
  private int lines;

  /**
   * A trace that begins with {@code first}, whose text {@link #add} is still to be given.
   *
   * @param tag tag of the event that it becomes
   * @param message field that holds the text
   * @param lineBreaks whether lines without a line feed get one between them
   */
  Trace(Tag tag, EventView first, RecordPath message, boolean lineBreaks, long startMillis) {
    this.tag = tag;
    this.time = first.time();
    this.firstRecord = ByteSlice.of(first.recordBytes().toBytes());
    this.message = message;
    this.lineBreaks = lineBreaks;
    this.startMillis = startMillis;
    this.text = new ByteArraySink(256);
  }

  /** Adds a line, behind which the trace is at {@code newState}. */
  void add(ByteSlice line, TraceState newState) {
    if (lineBreaks && lines > 0 && !hasLineFeed(line)) {
      text.write('\n');
    }
    text.write(line);
    lines++;
    state = newState;
  }

  private static boolean hasLineFeed(ByteSlice line) {
    for (int i = line.offset(); i < line.end(); i++) {
      if (line.array()[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /** Makes {@code record} what the trace becomes: its first record, with the text of all. */
  void write(RecordEditor record) {
    record.copyOf(firstRecord.array(), firstRecord.offset(), firstRecord.end());
    if (lines > 1) {
      record.setText(message, text.slice());
    }
  }

  Tag tag() {
    return tag;
  }

  EventTime time() {
    return time;
  }

  TraceState state() {
    return state;
  }

  int lines() {
    return lines;
  }

  /** Bytes of the text. */
  int textSize() {
    return text.size();
  }

  /** Bytes held, about. */
  long size() {
    return (long) firstRecord.length() + text.size();
  }

  /** When the trace began, in ms of the plugin's clock. */
  long startMillis() {
    return startMillis;
  }
}
