package io.millrace.plugins.parser;

import io.millrace.api.ParseException;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.JsonTranscoder;
import io.millrace.plugins.ConfigText;
import io.millrace.testkit.TestContext;
import java.util.ArrayList;
import java.util.List;

/** What a parser makes of a text, as lines that a test can compare. */
final class Parsed implements ParsedEvents {
  private final List<String> events = new ArrayList<>();

  /** What the parser of {@code config} makes of {@code text}; the time is left out. */
  static List<String> records(String config, String text) {
    return parse(config, text).stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
  }

  /**
   * What the parser of {@code config} makes of {@code text}: {@code SECONDS.NANOS JSON} for each
   * event, {@code - JSON} for one without a time, {@code unmatched}, or {@code error: MESSAGE}.
   */
  static List<String> parse(String config, String text) {
    return parse(config, ByteSlice.utf8(text));
  }

  static List<String> parse(String config, ByteSlice text) {
    return parse(ConfigText.create(Parser.class, "parser", new TestContext(), config), text);
  }

  static List<String> parse(Parser parser, ByteSlice text) {
    Parsed parsed = new Parsed();
    try {
      if (!parser.parse(text, parsed)) {
        parsed.unmatched();
      }
    } catch (ParseException e) {
      parsed.events.add("error: " + e.getMessage());
    }
    return parsed.events;
  }

  @Override
  public void event(long seconds, int nanos, ByteSlice record) {
    events.add(String.format("%d.%09d %s", seconds, nanos, json(record)));
  }

  @Override
  public void eventWithoutTime(ByteSlice record) {
    events.add("- " + json(record));
  }

  @Override
  public void unmatched() {
    events.add("unmatched");
  }

  private static String json(ByteSlice record) {
    ByteArraySink out = new ByteArraySink(256);
    JsonTranscoder.write(record.array(), record.offset(), out);
    return out.toString();
  }
}
