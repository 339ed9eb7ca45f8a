package io.millrace.plugins.formatter;

import io.millrace.api.Formatter;
import io.millrace.api.FormatterFactory;
import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import io.millrace.event.RecordPath;

/** {@code @type single_value}: one field as text; an empty line if the record has none. */
public final class SingleValueFormatter implements Formatter {

  /** Settings of {@code <format>} with {@code @type single_value}. */
  public record Config(
      @Param(doc = "Top-level field to write.", def = "message") String messageKey,
      @Include LineEnd lineEnd) {
    static final Config DEFAULT = new Config("message", LineEnd.DEFAULT);
  }

  private final RecordPath key;
  private final LineEnd lineEnd;

  SingleValueFormatter(Config config) {
    this.key = RecordPath.ofKey(config.messageKey());
    this.lineEnd = config.lineEnd();
  }

  private SingleValueFormatter(Config config, PluginContext context) {
    this(config);
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    out.write(event.bytes(key));
    lineEnd.write(out);
  }

  /** Makes this formatter. */
  public static final class Factory extends FormatterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "single_value",
          "Writes the value of one field.",
          Config.class,
          SingleValueFormatter::new);
    }
  }
}
