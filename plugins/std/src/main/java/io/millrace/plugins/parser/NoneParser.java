package io.millrace.plugins.parser;

import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;
import java.time.Instant;

/** {@code @type none}: the whole text, or a value that is none, becomes one field. */
public final class NoneParser implements Parser {
  /** Settings of {@code @type none}. */
  public record Config(
      @Param(doc = "Field that takes the text.", def = "message") String messageKey,
      @Include ParserSettings settings) {}

  private final Config config;
  private final PluginContext context;
  private final byte[] start;
  private final PerThread<PackWriter> writers =
      new PerThread<>(() -> new PackWriter(new ByteArraySink(512)));

  private NoneParser(Config config, PluginContext context) {
    this.config = config;
    this.context = context;
    PackWriter writer = new PackWriter(new ByteArraySink(32));
    writer.mapHeader(1);
    writer.text(config.messageKey());
    this.start = writer.sink().toBytes();
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    PackWriter record = begin();
    record.text(text.array(), text.offset(), text.length());
    return emit(record, out);
  }

  @Override
  public boolean parseValue(ByteSlice packed, ParsedEvents out) {
    PackWriter record = begin();
    record.packed(packed);
    return emit(record, out);
  }

  /** A record but for its value. */
  private PackWriter begin() {
    PackWriter record = writers.get();
    record.sink().clear();
    record.sink().write(start, 0, start.length);
    return record;
  }

  private boolean emit(PackWriter record, ParsedEvents out) {
    if (config.settings().estimateCurrentEvent()) {
      Instant now = context.clock().instant();
      out.event(now.getEpochSecond(), now.getNano(), record.sink().slice());
    } else {
      out.eventWithoutTime(record.sink().slice());
    }
    return true;
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("none", "Take the whole text as one field.", Config.class, NoneParser::new);
    }
  }
}
