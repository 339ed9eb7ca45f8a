package io.millrace.plugins.formatter;

import io.millrace.api.Formatter;
import io.millrace.api.FormatterFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.RecordPath;
import java.util.List;

/**
 * {@code @type csv}: the values of some fields with commas between them, quotes doubled.
 *
 * <p>Without {@code force_quotes} a value is quoted only if it must be: it is empty text, or has a
 * delimiter, a quote or a line end in it. A field that is nil or missing stays bare.
 */
public final class CsvFormatter implements Formatter {

  /** Settings of {@code <format>} with {@code @type csv}. */
  public record Config(
      @Param(doc = "Fields to write, in this order, in record accessor syntax.")
          List<String> fields,
      @Param(doc = "Stands between two values; TAB and \\t mean a tab.", def = ",")
          String delimiter,
      @Param(doc = "Whether every value is quoted.", def = "true") boolean forceQuotes,
      @Param(doc = "Whether each event ends with a line feed.", def = "true") boolean addNewline) {
    /** Drops blank names. */
    public Config {
      fields = fields.stream().filter(name -> !name.isBlank()).toList();
      if (fields.isEmpty()) {
        throw new IllegalArgumentException("empty value is specified in fields parameter");
      }
      delimiter = delimiter.equals("TAB") || delimiter.equals("\\t") ? "\t" : delimiter;
    }
  }

  private static final ByteSlice QUOTE = ByteSlice.utf8("\"");
  private static final ByteSlice DOUBLED_QUOTE = ByteSlice.utf8("\"\"");

  private final List<RecordPath> fields;
  private final ByteSlice delimiter;
  private final boolean forceQuotes;
  private final boolean addNewline;

  CsvFormatter(Config config) {
    this.fields = config.fields().stream().map(RecordPath::parse).toList();
    this.delimiter = ByteSlice.utf8(config.delimiter());
    this.forceQuotes = config.forceQuotes();
    this.addNewline = config.addNewline();
  }

  private CsvFormatter(Config config, PluginContext context) {
    this(config);
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        out.write(delimiter);
      }
      cell(event, event.find(fields.get(i)), out);
    }
    if (addNewline) {
      out.write('\n');
    }
  }

  private void cell(EventView event, int at, ByteArraySink out) {
    boolean nil = at < 0 || Pack.kind(event.array(), at) == Pack.Kind.NIL;
    int start = out.size();
    out.write('"');
    if (!nil) {
      PackText.write(event.array(), at, out);
    }
    if (forceQuotes || (!nil && needsQuotes(out, start + 1))) {
      Texts.replace(out, start + 1, QUOTE, DOUBLED_QUOTE);
      out.write('"');
    } else {
      int length = out.size() - start - 1;
      System.arraycopy(out.array(), start + 1, out.array(), start, length);
      out.size(start + length);
    }
  }

  /** Whether the text from {@code from} to the end must be quoted. */
  private boolean needsQuotes(ByteArraySink out, int from) {
    byte[] a = out.array();
    for (int i = from; i < out.size(); i++) {
      byte b = a[i];
      if (b == '"' || b == '\n' || b == '\r' || (!delimiter.isEmpty() && b == delimiter.at(0))) {
        return true;
      }
    }
    return out.size() == from;
  }

  /** Makes this formatter. */
  public static final class Factory extends FormatterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("csv", "Writes comma-separated values.", Config.class, CsvFormatter::new);
    }
  }
}
