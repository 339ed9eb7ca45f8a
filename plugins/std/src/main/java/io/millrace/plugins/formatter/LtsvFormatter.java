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
import io.millrace.event.Pack;
import io.millrace.event.PackText;

/**
 * {@code @type ltsv}: {@code label:value} pairs with tabs between them. A delimiter inside a value
 * is replaced; labels are written as they are.
 */
public final class LtsvFormatter implements Formatter {

  /** Settings of {@code <format>} with {@code @type ltsv}. */
  public record Config(
      @Param(doc = "Stands between two pairs.", def = "\t") String delimiter,
      @Param(doc = "Stands between label and value.", def = ":") String labelDelimiter,
      @Param(doc = "Written instead of a delimiter inside a value.", def = " ") String replacement,
      @Include LineEnd lineEnd) {
    static final Config DEFAULT = new Config("\t", ":", " ", LineEnd.DEFAULT);
  }

  private final ByteSlice delimiter;
  private final ByteSlice labelDelimiter;
  private final ByteSlice replacement;
  private final LineEnd lineEnd;

  LtsvFormatter(Config config) {
    this.delimiter = ByteSlice.utf8(config.delimiter());
    this.labelDelimiter = ByteSlice.utf8(config.labelDelimiter());
    this.replacement = ByteSlice.utf8(config.replacement());
    this.lineEnd = config.lineEnd();
  }

  private LtsvFormatter(Config config, PluginContext context) {
    this(config);
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    byte[] a = event.array();
    int at = Pack.body(a, event.recordStart());
    for (int i = Pack.count(a, event.recordStart()); i > 0; i--) {
      int value = Pack.skip(a, at);
      PackText.write(a, at, out);
      out.write(labelDelimiter);
      int from = out.size();
      PackText.write(a, value, out);
      Texts.replace(out, from, delimiter, replacement);
      at = Pack.skip(a, value);
      if (i > 1) {
        out.write(delimiter);
      }
    }
    lineEnd.write(out);
  }

  /** Makes this formatter. */
  public static final class Factory extends FormatterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("ltsv", "Writes labelled tab-separated values.", Config.class, LtsvFormatter::new);
    }
  }
}
