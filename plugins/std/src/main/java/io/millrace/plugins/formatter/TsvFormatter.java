package io.millrace.plugins.formatter;

import io.millrace.api.Formatter;
import io.millrace.api.FormatterFactory;
import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.RecordPath;
import java.util.List;

/** {@code @type tsv}: the values of some fields, as they are, with tabs between them. */
public final class TsvFormatter implements Formatter {

  /** Settings of {@code <format>} with {@code @type tsv}. */
  public record Config(
      @Param(doc = "Top-level fields to write, in this order.") List<String> keys,
      @Param(doc = "Stands between two values.", def = "\t") String delimiter,
      @Include LineEnd lineEnd) {}

  private final List<RecordPath> keys;
  private final ByteSlice delimiter;
  private final LineEnd lineEnd;

  TsvFormatter(Config config) {
    this.keys = config.keys().stream().map(RecordPath::ofKey).toList();
    this.delimiter = ByteSlice.utf8(config.delimiter());
    this.lineEnd = config.lineEnd();
  }

  private TsvFormatter(Config config, PluginContext context) {
    this(config);
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    for (int i = 0; i < keys.size(); i++) {
      if (i > 0) {
        out.write(delimiter);
      }
      out.write(event.bytes(keys.get(i)));
    }
    lineEnd.write(out);
  }

  /** Makes this formatter. */
  public static final class Factory extends FormatterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("tsv", "Writes tab-separated values.", Config.class, TsvFormatter::new);
    }
  }
}
