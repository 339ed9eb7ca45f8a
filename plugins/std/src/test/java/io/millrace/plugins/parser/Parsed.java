package io.millrace.plugins.parser;

import io.millrace.api.Parser;
import io.millrace.event.ByteSlice;
import io.millrace.testkit.ParserDriver;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import java.util.List;

/** What a parser makes of one text, in the lines of {@link ParserDriver#run(ByteSlice)}. */
final class Parsed {
  private Parsed() {}

  /** As {@link #parse(String, String)}; the time is left out. */
  static List<String> records(String config, String text) {
    return parse(config, text).stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
  }

  /** What the parser of {@code config} makes of {@code text}. */
  static List<String> parse(String config, String text) {
    return parse(config, ByteSlice.utf8(text));
  }

  static List<String> parse(String config, ByteSlice text) {
    Parser parser = TestConfig.create(Parser.class, new TestContext(), config);
    return ParserDriver.of(parser).run(text);
  }
}
