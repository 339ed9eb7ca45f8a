package io.millrace.bench;

import io.millrace.api.Formatter;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventCursor;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Every formatter on the records of {@link Samples}. The sink is used again, so what is allocated
 * is garbage. Figures are per event.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FormatterBenchmark {
  /** A formatter and how it is configured. */
  public enum Kind {
    /** JSON lines. */
    JSON("@type json"),
    /** Time, tag and JSON. */
    OUT_FILE("@type out_file"),
    /** As the standard output shows events. */
    STDOUT("@type stdout"),
    /** Packed. */
    MSGPACK("@type msgpack"),
    /** Labelled columns. */
    LTSV("@type ltsv"),
    /** Four columns, one of them a map. */
    CSV("@type csv\nfields stream,level,log,kubernetes"),
    /** Three columns. */
    TSV("@type tsv\nkeys stream,level,log"),
    /** As Ruby shows a hash. */
    HASH("@type hash"),
    /** One field. */
    SINGLE_VALUE("@type single_value\nmessage_key log");

    private final String configuration;

    Kind(String configuration) {
      this.configuration = configuration;
    }
  }

  /** Which formatter. */
  @Param public Kind formatter;

  private final PackedEvents events = Samples.containerLogs();
  private final Tag tag = Tag.of("kubernetes.var.log.containers.checkout");
  private final EventCursor cursor = new EventCursor();
  private final ByteArraySink out = new ByteArraySink(1 << 20);
  private final TestContext context = new TestContext();
  private Formatter plugin;

  /** Makes the formatter. */
  @Setup
  public void start() {
    plugin = TestConfig.create(Formatter.class, context, formatter.configuration);
  }

  /** Ends the context's timer. */
  @TearDown
  public void stop() {
    context.close();
  }

  /** One event each. */
  @Benchmark
  @OperationsPerInvocation(Samples.EVENTS)
  public int format() {
    out.clear();
    cursor.reset(events);
    while (cursor.next()) {
      plugin.format(tag, cursor, out);
    }
    return out.size();
  }
}
