package io.millrace.bench;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventTime;
import io.millrace.event.JsonTranscoder;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Packed events by themselves. Figures are per event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventBenchmark {
  private static final EventTime NOW = EventTime.ofSeconds(1_700_000_000);
  private static final RecordPath NESTED = RecordPath.parse("$.kubernetes.labels.component");
  private static final RecordPath HOST = RecordPath.ofKey("hostname");

  private final PackedEvents events = Samples.containerLogs();
  private final ByteSlice one = Samples.oneEvent();
  private final EventCursor cursor = new EventCursor();
  private final ByteArraySink out = new ByteArraySink(1 << 20);

  /** Check untrusted bytes and count the events: what an input pays. */
  @Benchmark
  @OperationsPerInvocation(Samples.EVENTS)
  public PackedEvents decode() {
    return PackedEvents.parse(events.bytes(), NOW, at -> true);
  }

  /** The same of a message of one event, too short to learn from. */
  @Benchmark
  public PackedEvents decodeOne() {
    return PackedEvents.parse(one, NOW, at -> true);
  }

  /** Walk and look a nested field up. */
  @Benchmark
  @OperationsPerInvocation(Samples.EVENTS)
  public int findNestedField() {
    int sum = 0;
    cursor.reset(events);
    while (cursor.next()) {
      sum += cursor.find(NESTED);
    }
    return sum;
  }

  /** Add one field to a copy of the record. */
  @Benchmark
  @OperationsPerInvocation(Samples.EVENTS)
  public int addField() {
    int sum = 0;
    cursor.reset(events);
    while (cursor.next()) {
      RecordEditor editor = cursor.edit();
      editor.setInteger(HOST, 42);
      sum += editor.count();
    }
    return sum;
  }

  /** Transcode to JSON lines. */
  @Benchmark
  @OperationsPerInvocation(Samples.EVENTS)
  public int transcode() {
    out.clear();
    cursor.reset(events);
    while (cursor.next()) {
      cursor.walked(JsonTranscoder.write(cursor.array(), cursor.recordStart(), out));
      out.write('\n');
    }
    return out.size();
  }
}
