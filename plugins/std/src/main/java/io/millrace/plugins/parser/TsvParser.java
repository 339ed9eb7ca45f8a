package io.millrace.plugins.parser;

import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.TimeType;
import io.millrace.event.ByteSlice;
import java.util.List;
import java.util.Optional;

/**
 * {@code @type tsv}: values between tabs. The last key takes the rest of the line; a missing value
 * is nil.
 *
 * <p>Source: Fluentd's tsv parser.
 */
public final class TsvParser implements Parser {
  /** Settings of {@code @type tsv}. */
  public record Config(
      @Param(doc = "Names of the values, in their order.") List<String> keys,
      @Param(doc = "What stands between two values; one space means any blanks.", def = "\t")
          String delimiter,
      @Include ParserSettings settings) {
    /** There must be names and a delimiter. */
    public Config {
      keys = List.copyOf(keys);
      Columns.check(keys);
      Delimiter.check("delimiter", delimiter);
    }
  }

  private final Columns columns;
  private final Delimiter delimiter;
  private final RecordRules rules;
  private final PerThread<RecordDraft> drafts = new PerThread<>(RecordDraft::new);

  private TsvParser(Config config, PluginContext context) {
    this.columns = new Columns(config.keys());
    this.delimiter = Delimiter.split(config.delimiter());
    this.rules =
        new RecordRules(config.settings(), Optional.empty(), TimeType.STRING, context.clock());
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    byte[] a = text.array();
    int end = text.end();
    RecordDraft record = drafts.get().clear();
    int at = delimiter.start(a, text.offset(), end);
    boolean more = at < end;
    for (int i = 0; i < columns.size(); i++) {
      boolean last = i == columns.size() - 1;
      int to = last || !more ? end : delimiter.find(a, at, end);
      if (columns.counts(i) && more) {
        record.text(columns.key(i), a, at, to);
      } else if (columns.counts(i)) {
        record.field(columns.key(i)).nil();
      }
      more = more && to < end;
      at = more ? delimiter.skip(a, to, end) : end;
    }
    record.emit(rules, out);
    return true;
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("tsv", "Take values between tabs.", Config.class, TsvParser::new);
    }
  }
}
