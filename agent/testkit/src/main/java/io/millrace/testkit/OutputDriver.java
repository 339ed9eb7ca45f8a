package io.millrace.testkit;

import io.millrace.api.AsyncChunkWriter;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.CustomFormat;
import io.millrace.api.DirectWriter;
import io.millrace.api.Output;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventCursor;
import java.util.concurrent.TimeUnit;

/** Runs one output without a buffer: a test hands it streams or chunks. */
public final class OutputDriver implements AutoCloseable {
  private static final int CONFIRMED_WITHIN_SECONDS = 30;

  private final TestContext context;
  private final Output output;

  private OutputDriver(TestContext context, Output output) {
    this.context = context;
    this.output = output;
  }

  /**
   * An output that is created and not started.
   *
   * @param type its {@code @type}
   * @throws io.millrace.api.ConfigException if it cannot be
   */
  public static OutputDriver of(String type, String... lines) {
    return of(new TestContext(), type, lines);
  }

  /** As {@link #of(String, String...)}, in {@code context}. */
  public static OutputDriver of(TestContext context, String type, String... lines) {
    String text = "@type " + type + "\n" + String.join("\n", lines);
    return of(context, TestConfig.create(Output.class, context, text));
  }

  /** Of an output that was created in {@code context}. */
  public static OutputDriver of(TestContext context, Output output) {
    return new OutputDriver(context, output);
  }

  /** Starts it. */
  public OutputDriver start() throws Exception {
    Phases.start(output);
    return this;
  }

  /** Hands it events that all have the first one's tag, as an output without a buffer. */
  public void process(TestEvent... events) throws Exception {
    ((DirectWriter) output).process(events[0].tag(), TestEvent.pack(events));
  }

  /** The chunk of one tag that its buffer would make of {@code events}. */
  public TestChunk chunk(TestEvent... events) {
    TestChunk packed = TestChunk.of(events);
    if (!(output instanceof CustomFormat formatter)) {
      return packed;
    }
    ByteArraySink bytes = new ByteArraySink(256);
    EventCursor cursor = TestEvent.pack(events).cursor();
    for (TestEvent event : events) {
      cursor.next();
      formatter.format(event.tag(), cursor, bytes);
    }
    return packed.bytes(bytes.toBytes());
  }

  /** Hands it a chunk and waits until that is delivered. */
  public void write(Chunk chunk) throws Exception {
    if (output instanceof AsyncChunkWriter writer) {
      writer.tryWrite(chunk).toCompletableFuture().get(CONFIRMED_WITHIN_SECONDS, TimeUnit.SECONDS);
    } else {
      ((ChunkWriter) output).write(chunk);
    }
  }

  /** The plugin. */
  public Output plugin() {
    return output;
  }

  /** Its context. */
  public TestContext context() {
    return context;
  }

  /** Stops it as the engine does, and what its context runs. */
  @Override
  public void close() {
    Phases.stop(output);
    context.close();
  }
}
