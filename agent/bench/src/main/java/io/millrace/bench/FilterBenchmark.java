package io.millrace.bench;

import io.millrace.api.EventSink;
import io.millrace.api.Plugin;
import io.millrace.api.Tag;
import io.millrace.engine.route.FilterStage;
import io.millrace.engine.route.MatchPattern;
import io.millrace.engine.route.Router;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventStream;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import io.millrace.testkit.FilterDriver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
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
 * Every filter behind the engine's router, on streams of a thousand records of {@link Samples}.
 * Figures are per event. A filter that changes events allocates the new stream, once and little
 * larger than it is; how large it is per event is printed at the end, to be subtracted.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterBenchmark {
  private static final RecordPath LOG = RecordPath.ofKey("log");

  /** A filter, how it is configured, and what its events log; none for what {@link Samples} has. */
  public enum Kind {
    /** Two conditions, all events kept. */
    GREP(
        "grep",
        """
        <regexp>
          key level
          pattern /error|info/
        </regexp>
        <exclude>
          key $.kubernetes.namespace_name
          pattern /^kube-system$/
        </exclude>""",
        ""),
    /** Every tenth event dropped. */
    GREP_SOME("grep", "<exclude>\nkey level\npattern /^error$/\n</exclude>", ""),
    /** Three fields added. */
    RECORD_TRANSFORMER(
        "record_transformer",
        """
        <record>
          host ${hostname}
          tag ${tag}
          line ${record["stream"]} ${record["log"]}
        </record>""",
        ""),
    /** The same with compiled Ruby. */
    RECORD_TRANSFORMER_RUBY(
        "record_transformer",
        """
        enable_ruby true
        <record>
          host ${hostname}
          tag ${tag}
          line ${record["stream"]} ${record["log"]}
        </record>""",
        ""),
    /** Two fields added, one removed. */
    RECORD_MODIFIER(
        "record_modifier",
        """
        remove_keys n
        <record>
          host ${hostname}
          tag ${tag}
        </record>""",
        ""),
    /** A JSON text in a field, beside the others. */
    PARSER_JSON(
        "parser",
        "key_name log\nreserve_data true\n<parse>\n@type json\n</parse>",
        "{\"method\":\"GET\",\"path\":\"/api/v1/orders\",\"code\":200,\"seconds\":0.0127}"),
    /** An access line in a field, beside the others. */
    PARSER_NGINX(
        "parser",
        "key_name log\nreserve_data true\n<parse>\n@type nginx\n</parse>",
        "127.0.0.1 192.168.0.1 - [28/Feb/2026:12:00:00 +0000] \"GET / HTTP/1.1\" 200 777 \"-\""
            + " \"Opera/12.0\""),
    /** All fields renamed that have a dot; these have none. */
    DEDOT("dedot", "de_dot_nested true", ""),
    /** Few enough. */
    THROTTLE("throttle", "group_bucket_limit 2000000000", ""),
    /** Each event starts a text. */
    CONCAT("concat", "key log\nmultiline_start_regexp /^GET/", ""),
    /** What Airflow's web server looks for. */
    AIRFLOW("airflow", "log_id_template \"{stream}-{level}\"", "");

    private final String type;
    private final String configuration;
    private final String log;

    Kind(String type, String configuration, String log) {
      this.type = type;
      this.configuration = configuration;
      this.log = log;
    }
  }

  /** Which filter. */
  @Param public Kind filter;

  private final Tag tag = Tag.of("kubernetes.var.log.containers.checkout");
  private PackedEvents events;
  private FilterDriver driver;
  private Router router;
  private long streams;
  private long bytesLeft;

  /** Makes the filter and the events. */
  @Setup
  public void start() {
    events = filter.log.isEmpty() ? Samples.containerLogs() : logging(filter.log);
    driver = FilterDriver.of(filter.type, filter.configuration);
    router =
        new Router(
            this::take, (itsTag, stream, error) -> CompletableFuture.<Void>failedStage(error));
    Plugin plugin = driver.plugin();
    router.addFilter(
        MatchPattern.parse("**"),
        new FilterStage(plugin, driver.context().errors(), new LongAdder()));
    filter();
    if (!driver.context().failures().isEmpty()) {
      throw new IllegalStateException(driver.context().failures().get(0).toString());
    }
  }

  private static PackedEvents logging(String text) {
    EventsBuilder builder = new EventsBuilder(1 << 16);
    EventCursor cursor = Samples.containerLogs().cursor();
    while (cursor.next()) {
      RecordEditor editor = cursor.edit();
      editor.setText(LOG, ByteSlice.utf8(text));
      builder.append(cursor, editor.record());
    }
    return builder.build();
  }

  private CompletionStage<Void> take(Tag itsTag, EventStream stream) {
    streams++;
    bytesLeft += stream == events ? 0 : stream.byteSize();
    return EventSink.DONE;
  }

  /** Says how many bytes the new streams have, and ends the context's timer. */
  @TearDown
  public void stop() {
    System.out.println("bytes of output per event: " + bytesLeft / streams / Samples.EVENTS);
    driver.context().close();
  }

  /** One stream. */
  @Benchmark
  @OperationsPerInvocation(Samples.EVENTS)
  public CompletionStage<Void> filter() {
    return router.emit(tag, events);
  }
}
