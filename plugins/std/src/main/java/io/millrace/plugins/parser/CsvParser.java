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
 * {@code @type csv}: the values of one line. Columns beyond the keys are left out.
 *
 * <p>Source: Fluentd's csv parser.
 */
public final class CsvParser implements Parser {
  /** Settings of {@code @type csv}. */
  public record Config(
      @Param(doc = "Names of the columns, in their order.") List<String> keys,
      @Param(doc = "What stands between two columns.", def = ",") String delimiter,
      @Param(
              doc = "normal refuses quotes in the wrong place, fast takes what it can.",
              def = "normal",
              alias = "parser_type")
          Engine parserEngine,
      @Include ParserSettings settings) {
    /** There must be names and a delimiter. */
    public Config {
      keys = List.copyOf(keys);
      Columns.check(keys);
      Delimiter.check("delimiter", delimiter);
    }
  }

  /** The ways to read quotes. */
  public enum Engine {
    /** Quotes in the wrong place are an error; columns that are missing are nil. */
    NORMAL,
    /** Quotes in the wrong place are text; columns that are missing make no fields. */
    FAST
  }

  private final Columns columns;
  private final boolean strict;
  private final RecordRules rules;
  private final PerThread<Scratch> scratch;

  /** What one thread uses over and over. */
  private record Scratch(CsvColumns line, RecordDraft record) {}

  private CsvParser(Config config, PluginContext context) {
    Delimiter delimiter = Delimiter.literal(config.delimiter());
    this.columns = new Columns(config.keys());
    this.strict = config.parserEngine() == Engine.NORMAL;
    this.rules =
        new RecordRules(config.settings(), Optional.empty(), TimeType.STRING, context.clock());
    this.scratch =
        new PerThread<>(
            () ->
                new Scratch(
                    strict ? new StrictCsv(delimiter) : new LenientCsv(delimiter),
                    new RecordDraft()));
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    if (strict && text.isEmpty()) {
      return false;
    }
    Scratch mine = scratch.get();
    CsvColumns line = mine.line();
    RecordDraft record = mine.record().clear();
    line.start(text);
    int column = 0;
    while (line.next()) {
      if (column < columns.size() && columns.counts(column)) {
        line.writeTo(record.field(columns.key(column)));
      }
      column++;
    }
    for (; strict && column < columns.size(); column++) {
      if (columns.counts(column)) {
        record.field(columns.key(column)).nil();
      }
    }
    record.emit(rules, out);
    return true;
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("csv", "Take comma-separated values.", Config.class, CsvParser::new);
    }
  }
}
