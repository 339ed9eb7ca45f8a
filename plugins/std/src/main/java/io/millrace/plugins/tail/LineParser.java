package io.millrace.plugins.tail;

import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.Pack;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Makes events of lines. A line that the parser does not recognise is reported and, if asked for,
 * becomes an event of its own.
 */
final class LineParser implements ParsedEvents {
  private static final byte[] UNMATCHED = ByteSlice.utf8("unmatched_line").toBytes();

  private static final int PACKED_FALSE = 0xc2;

  private final Parser parser;
  private final boolean emitUnmatched;
  private final Optional<RecordPath> pathKey;
  private final InstantSource clock;
  private final Logger log;
  private final EventsBuilder events = new EventsBuilder(1 << 14);
  private final RecordEditor editor = new RecordEditor();
  private final ByteArraySink unmatchedBytes = new ByteArraySink(256);
  private final PackWriter unmatched = new PackWriter(unmatchedBytes);
  private String path = "";
  private ByteSlice pathBytes = ByteSlice.EMPTY;
  private ByteSlice line = ByteSlice.EMPTY;

  LineParser(TailConfig config, Parser parser, InstantSource clock, Logger log) {
    this.parser = parser;
    this.emitUnmatched = config.emitUnmatchedLines();
    this.pathKey = config.pathKey().map(RecordPath::ofKey);
    this.clock = clock;
    this.log = log;
  }

  /** The lines to come are those of {@code newPath}. */
  void file(String newPath) {
    if (!path.equals(newPath)) {
      path = newPath;
      pathBytes = ByteSlice.utf8(newPath);
    }
  }

  /** Parses one line, or several that make up an event. */
  void parse(ByteSlice text) {
    if (!matches(text)) {
      unmatched();
    }
  }

  /**
   * Parses {@code text} and says nothing if the parser does not recognise it.
   *
   * @return false if it did not; a text that was recognised and then refused is reported
   */
  boolean matches(ByteSlice text) {
    line = text;
    try {
      return parser.parse(text, this);
    } catch (RuntimeException e) { // whatever a parser throws, the other lines go on
      log.warn(
          "invalid line found file=\"{}\" line={} error=\"{}\"",
          path,
          Quoted.of(text),
          e.getMessage());
      return true;
    }
  }

  @Override
  public void event(long seconds, int nanos, ByteSlice record) {
    events.begin(seconds, nanos, false).packed(pathKey.isPresent() ? withPath(record) : record);
  }

  /** A time is required: Fluentd takes an event without one for a line that does not match. */
  @Override
  public void eventWithoutTime(ByteSlice record) {
    unmatched();
  }

  @Override
  public void unmatched() {
    log.warn("pattern not matched: {} file=\"{}\"", Quoted.of(line), path);
    if (emitUnmatched) {
      emitUnmatched(line);
    }
  }

  /** Emits {@code text} as a line that was not recognised. */
  void emitUnmatched(ByteSlice text) {
    unmatchedBytes.clear();
    unmatched.mapHeader(1);
    unmatched.text(UNMATCHED, 0, UNMATCHED.length);
    unmatched.text(text.array(), text.offset(), text.length());
    EventTime now = EventTime.of(clock.instant());
    event(now.seconds(), now.nanos(), unmatchedBytes.slice());
  }

  private ByteSlice withPath(ByteSlice record) {
    RecordPath key = pathKey.orElseThrow();
    int at = key.find(record.array(), record.offset());
    if (at >= 0 && isTrue(record.array(), at)) {
      return record;
    }
    editor.copyOf(record.array(), record.offset(), record.end()).setText(key, pathBytes);
    return editor.record();
  }

  /** Whether Ruby takes the value for true. */
  private static boolean isTrue(byte[] a, int at) {
    return Pack.kind(a, at) != Pack.Kind.NIL && (a[at] & 0xff) != PACKED_FALSE;
  }

  /** Size in bytes of the events so far. */
  int byteSize() {
    return events.byteSize();
  }

  /** Number of events so far. */
  int count() {
    return events.count();
  }

  /** The events of the lines parsed since the last call. */
  PackedEvents take() {
    return events.build();
  }
}
