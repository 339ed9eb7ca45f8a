package io.millrace.plugins.elasticsearch;

import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.EventView;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.PackWriter;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import io.millrace.event.time.FreeFormTime;
import io.millrace.event.time.Strftime;
import io.millrace.event.time.Strptime;
import io.millrace.event.time.TimeParseException;
import io.millrace.event.time.Zone;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives records their {@code @timestamp} and tells the time that dates their index. A {@code
 * @timestamp} that is there is read and stays; else {@code time_key} is read and becomes it; else
 * the event's time does.
 *
 * <p>Texts without a zone are UTC. Serves one chunk; not safe for use by several threads.
 */
final class Timestamps {
  private static final RecordPath TIMESTAMP = RecordPath.ofKey("@timestamp");
  private static final Pattern OFFSET = Pattern.compile("([+-]\\d{2}):?(\\d{2})$");

  private final TimestampConfig config;
  private final PluginContext context;
  private final Zone local = Zone.local();
  private final Strftime localText;
  private final boolean verbatim;
  private final boolean reads;
  private final Optional<RecordPath> timeKey;
  private final Optional<Strptime> format;
  private final FreeFormTime anyFormat;
  private final ByteArraySink text = new ByteArraySink(40);
  private long seconds;
  private int nanos;
  private Zone zone = local;

  Timestamps(TimestampConfig config, Target.Timing timing, PluginContext context) {
    this.config = config;
    this.context = context;
    this.verbatim = timing.verbatim();
    this.reads = timing.reads();
    this.localText = text(local);
    this.timeKey = timing.key().map(RecordPath::ofKey);
    this.format =
        config.timeKeyFormat().map(text -> Strptime.of(text, Zone.utc(), context.clock()));
    this.anyFormat = new FreeFormTime(Zone.utc(), context.clock());
  }

  private Strftime text(Zone zone) {
    int digits = config.timePrecision();
    return Strftime.of(
        "%Y-%m-%dT%H:%M:%S" + (digits == 0 ? "" : ".%" + digits + "N") + "%:z", zone);
  }

  /** Seconds of the record's time, since 1970-01-01 UTC. */
  long seconds() {
    return seconds;
  }

  /** Nanoseconds within the second. */
  int nanos() {
    return nanos;
  }

  /** The zone of the text that told the time, else the local one. */
  Zone zone() {
    return zone;
  }

  /**
   * Finds the time of the record that {@code event} shows and sets the {@code @timestamp} in {@code
   * editor}, a copy of it.
   */
  void apply(Tag tag, EventView event, RecordEditor editor) {
    int given = event.find(TIMESTAMP);
    if (given >= 0) {
      read(tag, event, given);
      return;
    }
    int keyed = timeKey.isPresent() ? event.find(timeKey.get()) : -1;
    if (keyed >= 0) {
      read(tag, event, keyed);
    } else {
      takeTimeOf(event);
    }
    if (keyed >= 0 && config.timeKeyExcludeTimestamp()) {
      return;
    }
    if (keyed >= 0 && verbatim) {
      byte[] a = event.array();
      editor.setPacked(TIMESTAMP, ByteSlice.of(a, keyed, Pack.skip(a, keyed) - keyed));
    } else {
      write(editor);
    }
  }

  private void takeTimeOf(EventView event) {
    seconds = event.seconds();
    nanos = event.nanos();
    zone = local;
  }

  private void take(EventTime time, Zone told) {
    seconds = time.seconds();
    nanos = time.nanos();
    zone = told;
  }

  private void write(RecordEditor editor) {
    text.clear();
    (zone == local ? localText : text(zone)).format(seconds, nanos, text);
    editor.value().text(text.array(), 0, text.size());
    editor.put(TIMESTAMP);
  }

  private void read(Tag tag, EventView event, int at) {
    if (!reads) {
      return;
    }
    byte[] a = event.array();
    try {
      switch (Pack.kind(a, at)) {
        case INTEGER -> take(EventTime.ofSeconds(Pack.integer(a, at)), local);
        case FLOAT -> take(seconds(Pack.floating(a, at)), local);
        default -> read(PackText.bytes(a, at));
      }
    } catch (TimeParseException e) {
      report(tag, event, PackText.bytes(a, at), e);
      takeTimeOf(event);
    }
  }

  private static EventTime seconds(double time) {
    double whole = Math.floor(time);
    return new EventTime((long) whole, (int) ((time - whole) * 1e9));
  }

  private void read(ByteSlice told) {
    EventTime time = format.isPresent() ? format.get().parse(told) : anyFormat.parse(told);
    Matcher offset = OFFSET.matcher(told.toString().stripTrailing());
    take(time, offset.find() ? zone(offset) : Zone.given(ZoneOffset.UTC));
  }

  private static Zone zone(Matcher offset) {
    try {
      return Zone.given(ZoneOffset.of(offset.group(1) + ":" + offset.group(2)));
    } catch (DateTimeException e) {
      return Zone.given(ZoneOffset.UTC); // the end of a date, such as -2024
    }
  }

  /** A time that cannot be read does not keep a record out of its index. */
  private void report(Tag tag, EventView event, ByteSlice value, TimeParseException error) {
    ByteArraySink record = new ByteArraySink(256);
    PackWriter pack = new PackWriter(record);
    pack.mapHeader(4);
    pack.text("tag");
    pack.text(tag.value());
    pack.text("time");
    pack.integer(event.seconds());
    pack.text("format");
    pack.value(config.timeKeyFormat().orElse(null));
    pack.text("value");
    pack.text(value.array(), value.offset(), value.length());
    context
        .errors()
        .emit(
            Tag.of(config.timeParseErrorTag()),
            EventTime.of(context.clock().instant()),
            record.slice(),
            error);
  }
}
