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
import io.millrace.event.PackWriter;
import io.millrace.event.RegexpTimeoutException;
import io.millrace.event.RubyMatcher;
import io.millrace.event.RubyRegexp;
import java.util.Optional;

/**
 * {@code @type regexp}: the named groups of an expression that is searched for become fields; a
 * group that took no part is left out.
 *
 * <p>Source: Fluentd's regexp parser.
 */
public final class RegexpParser implements Parser {
  /** Settings of {@code @type regexp}. */
  public record Config(
      @Param(doc = "Regular expression with named groups.") RubyRegexp expression,
      @Param(
              doc = "Upper or lower case does not matter.",
              def = "false",
              deprecated = "write /.../i")
          boolean ignorecase,
      @Param(doc = "A dot matches a newline too.", def = "false", deprecated = "write /.../m")
          boolean multiline,
      @Include ParserSettings settings) {
    /** An expression without names would make empty records. */
    public Config {
      if (expression.names().isEmpty()) {
        throw new IllegalArgumentException(
            "No named captures in 'expression' parameter. The regexp must have at least one named"
                + " capture");
      }
    }

    RubyRegexp effective() {
      int options =
          expression.options()
              | (ignorecase ? RubyRegexp.IGNORE_CASE : 0)
              | (multiline ? RubyRegexp.MULTILINE : 0);
      RubyRegexp regexp =
          options == expression.options()
              ? expression
              : RubyRegexp.of(expression.source(), options);
      return settings.timeout().map(regexp::withLimit).orElse(regexp);
    }
  }

  private final PluginContext context;
  private final RecordRules rules;
  private final byte[][] names;
  private final PerThread<Scratch> scratch;

  /** What one thread uses over and over. */
  private record Scratch(RubyMatcher matcher, PackWriter record) {}

  private RegexpParser(Config config, PluginContext context) {
    this.context = context;
    this.rules =
        new RecordRules(config.settings(), Optional.of("time"), TimeType.STRING, context.clock());
    RubyRegexp regexp = config.effective();
    this.names =
        regexp.names().stream().map(name -> ByteSlice.utf8(name).toBytes()).toArray(byte[][]::new);
    this.scratch =
        new PerThread<>(
            () -> new Scratch(regexp.matcher(), new PackWriter(new ByteArraySink(512))));
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    Scratch mine = scratch.get();
    if (!find(mine.matcher(), text)) {
      return false;
    }
    write(text.array(), mine);
    ByteArraySink record = mine.record().sink();
    rules.emit(record.array(), 0, record.size(), out);
    return true;
  }

  private boolean find(RubyMatcher matcher, ByteSlice text) {
    try {
      return matcher.find(text);
    } catch (RegexpTimeoutException e) {
      context.log().warn("parsing timed out with {}: text = {}", matcher.regexp(), text);
      return false;
    }
  }

  private void write(byte[] a, Scratch mine) {
    RubyMatcher matcher = mine.matcher();
    int fields = 0;
    for (int i = 0; i < names.length; i++) {
      fields += matcher.named(i) >= 0 ? 1 : 0;
    }
    PackWriter record = mine.record();
    record.sink().clear();
    record.mapHeader(fields);
    for (int i = 0; i < names.length; i++) {
      int group = matcher.named(i);
      if (group >= 0) {
        record.text(names[i], 0, names[i].length);
        record.text(a, matcher.start(group), matcher.end(group) - matcher.start(group));
      }
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("regexp", "Take fields from a regular expression.", Config.class, RegexpParser::new);
    }
  }
}
