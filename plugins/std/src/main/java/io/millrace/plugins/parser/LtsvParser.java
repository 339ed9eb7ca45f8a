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
import io.millrace.event.RubyMatcher;
import io.millrace.event.RubyRegexp;
import java.util.Optional;

/**
 * {@code @type ltsv}: {@code label:value} pairs between tabs. What has no label is left out; of a
 * repeated label the last value counts.
 *
 * <p>Source: Fluentd's ltsv parser.
 */
public final class LtsvParser implements Parser {
  /** Settings of {@code @type ltsv}. */
  public record Config(
      @Param(doc = "What stands between two pairs; one space means any blanks.", def = "\t")
          String delimiter,
      @Param(doc = "What stands between two pairs, as a regular expression; before delimiter.")
          Optional<RubyRegexp> delimiterPattern,
      @Param(doc = "What stands between a label and its value.", def = ":") String labelDelimiter,
      @Include ParserSettings settings) {
    /** There must be delimiters. */
    public Config {
      Delimiter.check("delimiter", delimiter);
      Delimiter.check("label_delimiter", labelDelimiter);
    }
  }

  private final Delimiter delimiter;
  private final Delimiter labelDelimiter;
  private final RecordRules rules;
  private final PerThread<Scratch> scratch;

  /** What one thread uses over and over. */
  private record Scratch(Labels labels, RecordDraft record, Optional<RubyMatcher> pattern) {}

  private LtsvParser(Config config, PluginContext context) {
    this.delimiter = Delimiter.split(config.delimiter());
    this.labelDelimiter = Delimiter.literal(config.labelDelimiter());
    this.rules =
        new RecordRules(config.settings(), Optional.of("time"), TimeType.STRING, context.clock());
    this.scratch =
        new PerThread<>(
            () ->
                new Scratch(
                    new Labels(),
                    new RecordDraft(),
                    config.delimiterPattern().map(RubyRegexp::matcher)));
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    Scratch mine = scratch.get();
    byte[] a = text.array();
    mine.labels().clear();
    if (mine.pattern().isPresent()) {
      splitByPattern(mine.pattern().get(), text, mine.labels());
    } else {
      split(text, mine.labels());
    }
    RecordDraft record = mine.record().clear();
    mine.labels().writeTo(record, a);
    record.emit(rules, out);
    return true;
  }

  private void split(ByteSlice text, Labels labels) {
    byte[] a = text.array();
    int end = text.end();
    int at = delimiter.start(a, text.offset(), end);
    while (at < end) {
      int to = delimiter.find(a, at, end);
      pair(a, at, to, labels);
      at = to < end ? delimiter.skip(a, to, end) : end;
    }
  }

  private void splitByPattern(RubyMatcher pattern, ByteSlice text, Labels labels) {
    byte[] a = text.array();
    int end = text.end();
    int start = text.offset();
    int search = start;
    while (search < end && pattern.find(a, text.offset(), end, search)) {
      if (pattern.end() > pattern.start()) {
        pair(a, start, pattern.start(), labels);
        start = pattern.end();
        search = start;
      } else {
        search = pattern.end() + 1; // an empty match parts nothing
      }
    }
    pair(a, start, end, labels);
  }

  private void pair(byte[] a, int from, int to, Labels labels) {
    int at = labelDelimiter.find(a, from, to);
    if (at < to) {
      labels.put(a, from, at, labelDelimiter.skip(a, at, to), to);
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("ltsv", "Take labelled values between tabs.", Config.class, LtsvParser::new);
    }
  }
}
