package io.millrace.plugins.output;

import static io.millrace.testkit.TestConfig.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.LogDevice;
import io.millrace.api.StreamFilter;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.OutputDriver;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The output and the filter that write to the log. */
class StdoutTest {
  private static final TestEvent[] EVENTS = {
    event("s.x", 1_700_000_000, "{\"m\":\"hi\"}"), event("s.x", 1_700_000_001, "{\"n\":1.0}")
  };
  private static final PackedEvents PACKED = TestEvent.pack(EVENTS);

  private final List<String> writes = new ArrayList<>();
  private final TestContext context =
      new TestContext().service(LogDevice.class, lines -> writes.add(lines.toString()));

  @Test
  void aStreamIsOneWrite() {
    StdoutOutput output =
        TestConfig.create(
            StdoutOutput.class, context, "@type stdout", section("format", "utc true"));

    output.process(EVENTS[0].tag(), PACKED);

    assertThat(writes)
        .containsExactly(
            "2023-11-14 22:13:20.000000000 +0000 s.x: {\"m\":\"hi\"}\n"
                + "2023-11-14 22:13:21.000000000 +0000 s.x: {\"n\":1.0}\n");
  }

  @Test
  void aChunkIsWrittenAsItIs() throws Exception {
    OutputDriver output = OutputDriver.of(context, "stdout");

    output.write(TestChunk.of("lines\n").gzipped());

    assertThat(writes).containsExactly("lines\n");
  }

  @Test
  void theFilterWritesAndLetsPass() throws Exception {
    StreamFilter filter =
        TestConfig.create(
            StreamFilter.class,
            context,
            "@type stdout",
            section("format", "@type stdout", "output_type ltsv", "time_format %M", "utc true"),
            section("inject", "tag_key t", "time_key at", "time_type unixtime"));

    assertThat(filter.filter(EVENTS[0].tag(), PACKED)).isSameAs(PACKED);
    assertThat(writes)
        .containsExactly(
            "13 s.x: m:hi\tt:s.x\tat:1700000000\n13 s.x: n:1.0\tt:s.x\tat:1700000001\n");
  }

  @Test
  void withoutTheLoggerNothingGoesToTheLogsDevice() {
    StdoutOutput output =
        TestConfig.create(
            StdoutOutput.class,
            context,
            "@type stdout",
            "use_logger false",
            section("format", "utc true"));

    output.process(EVENTS[0].tag(), PACKED);

    assertThat(writes).isEmpty();
  }

  @Test
  void chunksAreSmallAndByTagAndWrittenAtTheEnd() {
    var defaults =
        new StdoutOutput.Factory()
            .bufferDefaults(TestConfig.bind(StdoutOutput.Config.class, "use_logger true"));

    assertThat(defaults.chunkKeys()).containsExactly("tag");
    assertThat(defaults.parameters())
        .containsEntry("chunk_limit_size", "10240")
        .containsEntry("flush_at_shutdown", "true");
  }

  @Test
  void parametersOfOldAreTheFormatters() {
    StdoutOutput output =
        TestConfig.create(
            StdoutOutput.class, context, "@type stdout", "output_type ltsv", "utc", "tag_key t");

    output.process(EVENTS[0].tag(), TestEvent.pack(EVENTS[0]));

    assertThat(writes).containsExactly("2023-11-14 22:13:20.000000000 +0000 s.x: m:hi\tt:s.x\n");
  }
}
