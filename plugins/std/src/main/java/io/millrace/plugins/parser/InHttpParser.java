package io.millrace.plugins.parser;

import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.ParseException;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.TimeParser;
import io.millrace.api.TimeSettings;
import io.millrace.api.TimeType;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.util.Optional;

/**
 * {@code @type in_http}: the parser of {@code in_http} where it is given no other. The input reads
 * JSON and MessagePack itself; this takes the time out of each record. Text matches nothing.
 *
 * <p>Source: Fluentd's in_http, default parser and convert_time_field.
 */
public final class InHttpParser implements Parser {
  /** Settings of {@code @type in_http}. */
  public record Config(
      @Param(doc = "Field that holds the time.", def = "time") String timeKey,
      @Param(doc = "Leave the field of the time in the record.", def = "false") boolean keepTimeKey,
      @Include TimeSettings time) {}

  private final Config config;
  private final RecordPath timeKey;
  private final Optional<TimeParser> timeParser;
  private final PerThread<RecordEditor> editors = new PerThread<>(RecordEditor::new);

  private InHttpParser(Config config, PluginContext context) {
    this.config = config;
    this.timeKey = RecordPath.ofKey(config.timeKey());
    boolean told = config.time().timeType().isPresent() || config.time().timeFormat().isPresent();
    this.timeParser =
        told
            ? Optional.of(TimeParser.of(config.time(), TimeType.FLOAT, context.clock()))
            : Optional.empty();
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    return false;
  }

  @Override
  public boolean parseValue(ByteSlice packed, ParsedEvents out) {
    byte[] a = packed.array();
    if (Pack.kind(a, packed.offset()) != Pack.Kind.MAP) {
      return false;
    }
    int at = timeKey.find(a, packed.offset());
    if (at < 0) {
      out.eventWithoutTime(packed);
      return true;
    }
    ByteSlice record = config.keepTimeKey() ? packed : withoutTime(packed);
    if (Pack.kind(a, at) == Pack.Kind.NIL) {
      out.eventWithoutTime(record);
      return true;
    }
    EventTime time =
        timeParser.isPresent() ? timeParser.get().read(a, at).toEventTime() : epoch(a, at);
    out.event(time.seconds(), time.nanos(), record);
    return true;
  }

  private ByteSlice withoutTime(ByteSlice record) {
    RecordEditor editor = editors.get().copyOf(record.array(), record.offset(), record.end());
    editor.remove(timeKey);
    return editor.record();
  }

  /** Seconds since 1970, to the last bit of a float, as Ruby's {@code Time.at} takes them. */
  private EventTime epoch(byte[] a, int at) {
    return switch (Pack.kind(a, at)) {
      case INTEGER -> EventTime.ofSeconds(Pack.integer(a, at));
      case FLOAT -> EventTime.ofExactSeconds(Pack.floating(a, at));
      default ->
          throw new ParseException(
              "can't convert "
                  + PackText.bytes(a, at)
                  + " of the field '"
                  + config.timeKey()
                  + "' into an exact number: without time_format or time_type a time is the number"
                  + " of seconds since 1970");
    };
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "in_http",
          "Take the time out of a record that in_http has read.",
          Config.class,
          InHttpParser::new);
    }
  }
}
