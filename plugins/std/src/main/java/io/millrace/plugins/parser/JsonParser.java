package io.millrace.plugins.parser;

import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.TimeType;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.JsonPacker;
import io.millrace.event.MalformedJsonException;
import io.millrace.event.Pack;
import io.millrace.event.PackWriter;
import java.util.Optional;

/**
 * {@code @type json}: an object is a record, an array one record for each of its objects.
 *
 * <p>Source: Fluentd's json parser.
 */
public final class JsonParser implements Parser {
  /** Settings of {@code @type json}. */
  public record Config(
      @Param(doc = "Which Ruby library reads JSON: any of them is this parser.", def = "oj")
          Library jsonParser,
      @Param(doc = "Bytes read at once from a stream; has no effect.", def = "8192")
          int streamBufferSize,
      @Include ParserSettings settings) {}

  /** The Ruby libraries that a configuration may name. */
  public enum Library {
    /** Oj. */
    OJ,
    /** Yajl. */
    YAJL,
    /** Ruby's own. */
    JSON
  }

  private final RecordRules rules;
  private final PerThread<Scratch> scratch = new PerThread<>(Scratch::new);

  /** What one thread uses over and over. */
  private static final class Scratch {
    private final JsonPacker packer = new JsonPacker(Integer.MAX_VALUE);
    private final PackWriter value = new PackWriter(new ByteArraySink(1024));
  }

  private JsonParser(Config config, PluginContext context) {
    this.rules =
        new RecordRules(config.settings(), Optional.of("time"), TimeType.FLOAT, context.clock());
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    Scratch mine = scratch.get();
    ByteArraySink value = mine.value.sink();
    value.clear();
    try {
      mine.packer.pack(text, mine.value);
    } catch (MalformedJsonException e) {
      return false;
    }
    byte[] a = value.array();
    return switch (Pack.kind(a, 0)) {
      case MAP -> {
        rules.emit(a, 0, value.size(), out);
        yield true;
      }
      case ARRAY -> {
        items(a, out);
        yield true;
      }
      default -> false;
    };
  }

  @Override
  public boolean parseValue(ByteSlice packed, ParsedEvents out) {
    return false;
  }

  private void items(byte[] a, ParsedEvents out) {
    int count = Pack.count(a, 0);
    int at = Pack.body(a, 0);
    for (int i = 0; i < count; i++) {
      int next = Pack.skip(a, at);
      if (Pack.kind(a, at) == Pack.Kind.MAP) {
        rules.emit(a, at, next, out);
      } else {
        out.unmatched();
      }
      at = next;
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("json", "Take JSON objects as records.", Config.class, JsonParser::new);
    }
  }
}
