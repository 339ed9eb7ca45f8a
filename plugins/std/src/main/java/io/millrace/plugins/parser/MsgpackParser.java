package io.millrace.plugins.parser;

import io.millrace.api.Include;
import io.millrace.api.ParseException;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.TimeType;
import io.millrace.event.ByteSlice;
import io.millrace.event.MalformedPackException;
import io.millrace.event.Pack;
import java.util.Optional;

/**
 * {@code @type msgpack}: MessagePack values one behind the other. A map is a record, an array one
 * record for each of its maps. Bytes that are cut short make no event at all.
 *
 * <p>Source: Fluentd's msgpack parser.
 */
public final class MsgpackParser implements Parser {
  /** Settings of {@code @type msgpack}. */
  public record Config(@Include ParserSettings settings) {}

  private final RecordRules rules;

  private MsgpackParser(Config config, PluginContext context) {
    this.rules =
        new RecordRules(config.settings(), Optional.empty(), TimeType.STRING, context.clock());
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    byte[] a = text.array();
    check(text);
    int at = text.offset();
    while (at < text.end()) {
      int next = Pack.skip(a, at);
      if (Pack.kind(a, at) == Pack.Kind.ARRAY) {
        items(a, at, out);
      } else {
        record(a, at, next, out);
      }
      at = next;
    }
    return !text.isEmpty();
  }

  private static void check(ByteSlice text) {
    try {
      for (int at = text.offset(); at < text.end(); ) {
        at = Pack.checkKnown(text.array(), at, text.end());
      }
    } catch (MalformedPackException e) {
      throw new ParseException("invalid MessagePack: " + e.getMessage(), e);
    }
  }

  private void items(byte[] a, int array, ParsedEvents out) {
    int at = Pack.body(a, array);
    for (int left = Pack.count(a, array); left > 0; left--) {
      int next = Pack.skip(a, at);
      record(a, at, next, out);
      at = next;
    }
  }

  private void record(byte[] a, int at, int end, ParsedEvents out) {
    if (Pack.kind(a, at) == Pack.Kind.MAP) {
      rules.emit(a, at, end, out);
    } else {
      out.unmatched();
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("msgpack", "Take MessagePack maps as records.", Config.class, MsgpackParser::new);
    }
  }
}
