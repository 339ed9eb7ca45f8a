package io.millrace.plugins.parser;

import io.millrace.api.Fields;
import io.millrace.api.Include;
import io.millrace.api.MultilineParser;
import io.millrace.api.Param;
import io.millrace.api.ParsedEvents;
import io.millrace.api.ParserFactory;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.TimeType;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;
import io.millrace.event.RubyRegexp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * {@code @type multiline}: events of several lines, such as stack traces. The expressions {@code
 * format1} to {@code format20} are one expression in pieces, in which a dot matches a newline.
 *
 * <p>Source: Fluentd's multiline parser.
 */
public final class MultilineTextParser implements MultilineParser {
  /** Settings of {@code @type multiline}. */
  public record Config(
      @Param(doc = "Regular expression, between slashes, that the first line of an event matches.")
          Optional<String> formatFirstline,
      @Param(doc = "Emit what no event is made of, as unmatched_line.", def = "false")
          boolean unmatchedLines,
      @Include ParserSettings settings,
      @Fields(doc = "format1 to format20: pieces of a regular expression, between slashes.")
          Map<String, String> formats) {
    /** The pieces must follow each other and have names. */
    public Config {
      MultilineFormats.join(formats);
      formatFirstline.ifPresent(text -> MultilineFormats.body("format_firstline", text));
    }
  }

  private static final byte[] UNMATCHED = ByteSlice.utf8("unmatched_line").toBytes();

  private final Config config;
  private final PluginContext context;
  private final NamedGroups groups;
  private final Optional<RubyRegexp> firstLine;
  private final PerThread<PackWriter> unmatched =
      new PerThread<>(() -> new PackWriter(new ByteArraySink(256)));

  private MultilineTextParser(Config config, PluginContext context) {
    this.config = config;
    this.context = context;
    RubyRegexp joined = MultilineFormats.join(config.formats());
    RecordRules rules =
        new RecordRules(config.settings(), Optional.of("time"), TimeType.STRING, context.clock());
    this.groups =
        new NamedGroups(
            config.settings().timeout().map(joined::withLimit).orElse(joined),
            rules,
            context.log());
    this.firstLine =
        config
            .formatFirstline()
            .map(text -> RubyRegexp.of(MultilineFormats.body("format_firstline", text), 0));
    config.formats().keySet().stream()
        .filter(name -> !MultilineFormats.isFormat(name))
        .forEach(
            name -> context.log().warn("parameter '{}' in <parse> of multiline is not used", name));
  }

  @Override
  public boolean hasFirstLine() {
    return firstLine.isPresent();
  }

  @Override
  public boolean isFirstLine(ByteSlice line) {
    return firstLine.isPresent() && firstLine.get().find(line);
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    ByteSlice rest = text;
    boolean matched = false;
    while (groups.find(rest)) {
      int start = groups.start();
      int end = groups.end();
      if (start > rest.offset() && config.unmatchedLines()) {
        emitUnmatched(rest.slice(0, start - rest.offset()), out);
      }
      groups.emit(rest.array(), out);
      matched = true;
      boolean newline = end < rest.end() && rest.array()[end] == '\n';
      int next = newline ? end + 1 : end;
      if (next == rest.end() || next == rest.offset()) {
        return true;
      }
      rest = rest.slice(next - rest.offset(), rest.end() - next);
    }
    if (config.unmatchedLines()) {
      emitUnmatched(rest, out);
      return true;
    }
    if (matched) {
      out.unmatched();
    }
    return matched;
  }

  private void emitUnmatched(ByteSlice text, ParsedEvents out) {
    PackWriter record = unmatched.get();
    record.sink().clear();
    record.mapHeader(1);
    record.text(UNMATCHED, 0, UNMATCHED.length);
    record.text(text.array(), text.offset(), text.length());
    Instant now = context.clock().instant();
    out.event(now.getEpochSecond(), now.getNano(), record.sink().slice());
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "multiline",
          "Take fields from a regular expression over several lines.",
          Config.class,
          MultilineTextParser::new);
    }
  }
}
