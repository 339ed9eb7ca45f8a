package io.millrace.plugins.parser;

import io.millrace.api.Child;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.event.ByteSlice;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code @type multi_format}: the first of several parsers that makes an event with a time of the
 * text. What goes wrong in one of them only means that the next is tried.
 *
 * <p>Source: fluent-plugin-multi-format-parser. All events of the parser that fits are taken, not
 * the first one only.
 */
public final class MultiFormatParser implements Parser {
  /** Settings of {@code @type multi_format}. */
  public record Config(
      @Section(doc = "A parser to try; format names it.", typeParameter = "format")
          List<Child<Parser>> pattern,
      @Section(doc = "The same as pattern, tried after those.", typeParameter = "format")
          List<Child<Parser>> format) {
    /** There must be a parser. */
    public Config {
      pattern = List.copyOf(pattern);
      format = List.copyOf(format);
      if (pattern.isEmpty() && format.isEmpty()) {
        throw new IllegalArgumentException(
            "multi_format has nothing to try: add a <pattern> with a format, such as json");
      }
    }
  }

  private final List<Parser> parsers;
  private final PerThread<Attempt> attempts = new PerThread<>(Attempt::new);

  private MultiFormatParser(Config config, PluginContext context) {
    this.parsers =
        Stream.concat(config.pattern().stream(), config.format().stream())
            .map(context::open)
            .toList();
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    return any(Parser::parse, text, out);
  }

  @Override
  public boolean parseValue(ByteSlice packed, ParsedEvents out) {
    return any(Parser::parseValue, packed, out);
  }

  private boolean any(Way way, ByteSlice input, ParsedEvents out) {
    Attempt attempt = attempts.get();
    for (Parser parser : parsers) {
      if (attempt.succeeds(way, parser, input, out)) {
        return true;
      }
    }
    return false;
  }

  /** One of the things a parser can do. */
  @FunctionalInterface
  private interface Way {
    boolean parse(Parser parser, ByteSlice input, ParsedEvents out);
  }

  /** One parser's try; passes on events with a time. Kept by one thread. */
  private static final class Attempt implements ParsedEvents {
    private ParsedEvents target = this;
    private boolean any;

    boolean succeeds(Way way, Parser parser, ByteSlice input, ParsedEvents out) {
      target = out;
      any = false;
      try {
        way.parse(parser, input, this);
      } catch (RuntimeException e) {
        return any; // whatever it is, the next parser may fit
      }
      return any;
    }

    @Override
    public void event(long seconds, int nanos, ByteSlice record) {
      any = true;
      target.event(seconds, nanos, record);
    }

    @Override
    public void eventWithoutTime(ByteSlice record) {
      // not an event that counts: the next parser may find one with a time
    }

    @Override
    public void unmatched() {
      // the next parser may fit
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("multi_format", "Try several parsers in turn.", Config.class, MultiFormatParser::new);
    }
  }
}
