package io.millrace.plugins.parser;

import io.millrace.api.Include;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.TimeType;
import io.millrace.event.ByteSlice;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code @type nginx}, {@code apache} and {@code apache_error}: lines that web servers write. All
 * values are text, a dash stays one, and what a line lacks makes no field. A line takes time in
 * proportion to its length, so that the timeout of the settings never strikes.
 *
 * <p>Source: Fluentd's nginx, apache and apache_error parsers.
 */
public final class ServerLogParser implements Parser {
  /** Settings of all three. */
  public record Config(@Include ParserSettings settings) {}

  private final Predicate<LogLineScanner> grammar;
  private final byte[][] keys;
  private final RecordRules rules;
  private final PerThread<Scratch> scratch;

  /** What one thread uses over and over. */
  private record Scratch(LogLineScanner line, RecordDraft record) {}

  private ServerLogParser(
      Predicate<LogLineScanner> grammar,
      List<String> names,
      ParserSettings settings,
      PluginContext context) {
    this.grammar = grammar;
    this.keys = names.stream().map(RecordDraft::key).toArray(byte[][]::new);
    this.rules = new RecordRules(settings, Optional.of("time"), TimeType.STRING, context.clock());
    this.scratch =
        new PerThread<>(() -> new Scratch(new LogLineScanner(names.size()), new RecordDraft()));
  }

  private static ServerLogParser ofAccess(
      Predicate<LogLineScanner> grammar, Config config, PluginContext context) {
    ParserSettings settings = config.settings().withTimeFormat(AccessLine.TIME_FORMAT);
    return new ServerLogParser(grammar, AccessLine.NAMES, settings, context);
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    Scratch mine = scratch.get();
    LogLineScanner line = mine.line();
    if (!line.find(text, grammar)) {
      return false;
    }
    RecordDraft record = mine.record().clear();
    for (int slot = 0; slot < keys.length; slot++) {
      if (line.has(slot)) {
        record.text(keys[slot], text.array(), line.start(slot), line.end(slot));
      }
    }
    record.emit(rules, out);
    return true;
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class NginxFactory extends ParserFactory<Config> {
    /** For the service loader. */
    public NginxFactory() {
      super(
          "nginx",
          "Take nginx's access log.",
          Config.class,
          (config, context) -> ofAccess(AccessLine::nginx, config, context));
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class ApacheFactory extends ParserFactory<Config> {
    /** For the service loader. */
    public ApacheFactory() {
      super(
          "apache",
          "Take Apache's access log, all values as text.",
          Config.class,
          (config, context) -> ofAccess(AccessLine::apache, config, context));
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class ApacheErrorFactory extends ParserFactory<Config> {
    /** For the service loader. */
    public ApacheErrorFactory() {
      super(
          "apache_error",
          "Take Apache's error log.",
          Config.class,
          (config, context) ->
              new ServerLogParser(ErrorLine::apache, ErrorLine.NAMES, config.settings(), context));
    }
  }
}
