package io.millrace.plugins.parser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.event.ByteSlice;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What parsers allocate for a line, each line with a time of its own. The budget is a few objects
 * of fixed size, which the optimising compiler does away with; copies of the text are not in it.
 */
class AllocationTest implements ParsedEvents {
  private static final int LINES = 1000;
  private static final int BUDGET = 160;

  private long seen;

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of(
            "@type json\ntime_type string\ntime_format %Y-%m-%dT%H:%M:%S.%N%z",
            "{\"time\":\"2026-03-01T12:00:00.%09dZ\",\"log\":\""
                + "x".repeat(300)
                + "\",\"n\":1.5}"),
        Arguments.of("@type cri", "2026-03-01T12:00:00.%09dZ stdout F " + "x".repeat(300)),
        Arguments.of(
            "@type nginx",
            "127.0.0.1 192.168.0.1 - [28/Feb/2026:12:00:00 +0000] \"GET /%09d HTTP/1.1\" 200 777"
                + " \"-\" \"Opera/12.0\""),
        Arguments.of("@type ltsv", "time:2026-03-01 12:00:00.%09d +0000\tlog:" + "x".repeat(300)),
        Arguments.of(
            "@type regexp\nexpression /^\\[(?<time>[^\\]]*)\\] (?<log>.*)$/\n"
                + "time_format %Y-%m-%d %H:%M:%S.%N %z",
            "[2026-03-01 12:00:00.%09d +0000] " + "x".repeat(300)));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void a_line_costs_no_more_than_a_few_small_objects(String configuration, String line) {
    try (TestContext context = new TestContext()) {
      Parser parser = TestConfig.create(Parser.class, context, configuration);
      ByteSlice[] lines = new ByteSlice[LINES];
      for (int i = 0; i < LINES; i++) {
        lines[i] = ByteSlice.utf8(line.formatted(i));
      }
      long bytes = allocated(parser, lines);

      assertThat(seen).as("events of all rounds").isEqualTo(7L * LINES);
      assertThat(bytes / LINES).as("bytes per line").isLessThan(BUDGET);
    }
  }

  /** The least of some rounds, after two that load classes. */
  private long allocated(Parser parser, ByteSlice[] lines) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 7; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (ByteSlice line : lines) {
        parser.parse(line, this);
      }
      long used = threads.getCurrentThreadAllocatedBytes() - before;
      least = round < 2 ? least : Math.min(least, used);
    }
    return least;
  }

  @Override
  public void event(long seconds, int nanos, ByteSlice record) {
    seen++;
  }

  @Override
  public void eventWithoutTime(ByteSlice record) {
    throw new AssertionError("an event without a time");
  }

  @Override
  public void unmatched() {
    throw new AssertionError("not matched");
  }
}
