package io.millrace.plugins.formatter;

import io.millrace.api.Formatter;
import io.millrace.api.FormatterFactory;
import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import io.millrace.event.JsonTranscoder;

/** {@code @type json}: the record as JSON, transcoded from its packed bytes. */
public final class JsonFormatter implements Formatter {

  /** Settings of {@code <format>} with {@code @type json}. */
  public record Config(
      @Param(doc = "Accepted for Fluentd's sake; every value writes the same JSON.", def = "oj")
          String jsonParser,
      @Include LineEnd lineEnd) {
    static final Config DEFAULT = new Config("oj", LineEnd.DEFAULT);
  }

  private final LineEnd lineEnd;

  JsonFormatter(Config config) {
    this.lineEnd = config.lineEnd();
  }

  private JsonFormatter(Config config, PluginContext context) {
    this(config);
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    event.walked(JsonTranscoder.write(event.array(), event.recordStart(), out));
    lineEnd.write(out);
  }

  /** Makes this formatter. */
  public static final class Factory extends FormatterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("json", "Writes records as JSON, one to a line.", Config.class, JsonFormatter::new);
    }
  }
}
