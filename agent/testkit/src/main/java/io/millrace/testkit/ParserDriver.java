package io.millrace.testkit;

import io.millrace.api.ParseException;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.JsonTranscoder;
import java.util.ArrayList;
import java.util.List;

/** Runs one parser and writes down what it makes of a text, as lines that a test can compare. */
public final class ParserDriver {
  private final Parser parser;

  private ParserDriver(Parser parser) {
    this.parser = parser;
  }

  /**
   * The parser that {@code lines} configure.
   *
   * @param type its {@code @type}
   * @throws io.millrace.api.ConfigException if it cannot be created
   */
  public static ParserDriver of(String type, String... lines) {
    String text = "@type " + type + "\n" + String.join("\n", lines);
    return of(TestConfig.create(Parser.class, new TestContext(), text));
  }

  /** Of a parser that there is already. */
  public static ParserDriver of(Parser parser) {
    return new ParserDriver(parser);
  }

  /** As {@link #run(ByteSlice)}, of UTF-8. */
  public List<String> run(String text) {
    return run(ByteSlice.utf8(text));
  }

  /**
   * What it makes of {@code text}: {@code SECONDS.NANOS JSON} for each event, {@code - JSON} for
   * one without a time, {@code unmatched}, or {@code error: MESSAGE}.
   */
  public List<String> run(ByteSlice text) {
    Lines lines = new Lines();
    try {
      if (!parser.parse(text, lines)) {
        lines.unmatched();
      }
    } catch (ParseException e) {
      lines.all.add("error: " + e.getMessage());
    }
    return lines.all;
  }

  private static final class Lines implements ParsedEvents {
    private final List<String> all = new ArrayList<>();

    @Override
    public void event(long seconds, int nanos, ByteSlice record) {
      all.add(String.format("%d.%09d %s", seconds, nanos, json(record)));
    }

    @Override
    public void eventWithoutTime(ByteSlice record) {
      all.add("- " + json(record));
    }

    @Override
    public void unmatched() {
      all.add("unmatched");
    }

    private static String json(ByteSlice record) {
      ByteArraySink out = new ByteArraySink(256);
      JsonTranscoder.write(record.array(), record.offset(), out);
      return out.toString();
    }
  }
}
