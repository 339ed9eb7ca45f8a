package io.millrace.engine.output;

import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkOverflowException;
import io.millrace.api.ChunkStore;
import io.millrace.api.CustomFormat;
import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.PerThread;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.RetryStatus;
import io.millrace.api.StageListener;
import io.millrace.api.Tag;
import io.millrace.engine.buffer.Admission;
import io.millrace.engine.buffer.BackupDirectory;
import io.millrace.engine.buffer.Buffer;
import io.millrace.engine.buffer.BufferContent;
import io.millrace.engine.buffer.BufferGauges;
import io.millrace.engine.buffer.OutputStatistics;
import io.millrace.engine.buffer.Pace;
import io.millrace.engine.buffer.Part;
import io.millrace.engine.flush.Destination;
import io.millrace.engine.flush.FlushLoop;
import io.millrace.engine.flush.FlushMode;
import io.millrace.engine.flush.FlushParts;
import io.millrace.event.EventStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An output behind its buffer: takes events, divides them into chunks, flushes those. It leads the
 * life of its parts: whoever calls its phases must not call those of the output, the secondary and
 * the store. Emits are safe for use by several threads.
 *
 * <p>A failed emit fails its stage: {@link io.millrace.api.BufferOverflowException} if there was no
 * room, {@link ChunkOverflowException} if an event is larger than a chunk (it went to the error
 * stream, the others are stored), an {@code IOException} if the store failed.
 */
public final class BufferedPipe implements Plugin, EventSink {
  /** Longest time that a shutdown waits for deliveries. */
  private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(60);

  /** How often parked streams are tried again if nothing else wakes them. */
  private static final Duration PARKED_LOOK = Duration.ofSeconds(1);

  private final Output output;
  private final Optional<Output> secondary;
  private final ChunkStore store;
  private final BufferSettings settings;
  private final PluginContext context;
  private final OutputStatistics statistics;
  private final Buffer buffer;
  private final Admission admission;
  private final FlushThreads ownThreads;
  private final FlushLoop loop;
  private final PerThread<Chunking> chunking;
  private PluginContext.@Nullable Cancellable parkedLook;
  private LeftBuffer left = LeftBuffer.NOTHING;
  private volatile boolean hasSuccessor;
  private volatile boolean started;

  BufferedPipe(BufferedPipeBuilder builder) {
    this.output = builder.output;
    this.secondary = builder.secondary;
    this.store = builder.store;
    this.settings = builder.settings;
    this.context = builder.context;
    this.statistics = builder.statistics;
    @Nullable CustomFormat format = output instanceof CustomFormat custom ? custom : null;
    BackupDirectory backups = builder.backups();
    Pace pace = builder.pace();
    this.buffer =
        new Buffer(
            store,
            new ChunkContents(format == null, settings.limits().compression()),
            settings.keys(),
            settings.limits(),
            builder.budget,
            pace,
            backups,
            context.log());
    if (output instanceof StageListener listener) {
      buffer.listener(listener);
    }
    this.admission =
        new Admission(
            buffer,
            pace,
            settings.limits().overflow(),
            this::store,
            builder.budget,
            statistics,
            context.log());
    this.chunking =
        new PerThread<>(
            () ->
                new Chunking(settings.keys(), format, settings.timeAsInteger(), context.errors()));
    this.ownThreads = new FlushThreads(context);
    this.loop = new FlushLoop(flushParts(builder, backups));
  }

  private FlushParts flushParts(BufferedPipeBuilder builder, BackupDirectory backups) {
    return new FlushParts(
        buffer,
        new Destination(output),
        secondary.map(Destination::new),
        settings.flush(),
        settings.retry(),
        backups,
        statistics,
        context.clock(),
        builder.timer.orElseGet(ownThreads::timer),
        builder.threads.orElse(ownThreads),
        admission::drain,
        context.id(),
        context.log());
  }

  /**
   * A pipe of these parts; the rest has defaults.
   *
   * @param output an output that takes chunks
   * @param store where its chunks are kept
   * @param settings of its {@code <buffer>}
   * @param context of the output
   */
  public static BufferedPipeBuilder of(
      Output output, ChunkStore store, BufferSettings settings, PluginContext context) {
    return new BufferedPipeBuilder(output, store, settings, context);
  }

  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    statistics.emitCount().increment();
    return admission.admit(tag, events);
  }

  private void store(Tag tag, EventStream events) throws IOException {
    Chunking divider = chunking.get();
    int queued;
    try {
      List<Part> parts = divider.divide(tag, events);
      queued = buffer.write(parts, settings.flush().mode() == FlushMode.IMMEDIATE);
    } catch (ChunkOverflowException tooLarge) {
      divider.reportOversize(tag, tooLarge);
      loop.wake();
      throw tooLarge;
    } finally {
      divider.release();
    }
    statistics.emitted(events);
    loop.wake(queued);
  }

  @Override
  public void start() throws Exception {
    for (Plugin part : all()) {
      part.start();
    }
    buffer.resume(settings.flush().atShutdown());
    started = true;
    LeftBuffer former = left;
    left = LeftBuffer.NOTHING;
    buffer.adopt(former.content());
    former.retries().ifPresent(loop.retries()::goOnFrom);
  }

  /**
   * The next graph has this output unchanged: this pipe ends without a flush and leaves what it has
   * to the pipe there.
   */
  public void leaveBuffer() {
    hasSuccessor = true;
  }

  /** What it left, once closed; what it was given, if it never started. */
  public LeftBuffer left() {
    return left;
  }

  /** Goes on with what the same output of the former graph left. Call before {@link #start}. */
  public void goOnFrom(LeftBuffer former) {
    left = former;
  }

  @Override
  public void afterStart() throws Exception {
    for (Plugin part : all()) {
      part.afterStart();
    }
    if (settings.flush().mode() == FlushMode.IMMEDIATE) {
      buffer.enqueueAll();
    }
    parkedLook = context.every(PARKED_LOOK, PARKED_LOOK, this::lookAtParked);
    loop.start();
  }

  /** Storing may block, which the timer must not. */
  private void lookAtParked() {
    if (admission.isCrowded()) {
      context.thread("parked", admission::drain).start();
    }
  }

  @Override
  public void stop() throws Exception {
    admission.stop();
    Phases.of(all()).run(Plugin::stop);
  }

  /** Queues and flushes everything now: SIGUSR1. Returns at once. */
  public void flushAll() {
    loop.flushAll();
  }

  @Override
  public void beforeShutdown() throws Exception {
    if (settings.flush().atShutdown() && !hasSuccessor) {
      loop.flushAll();
      loop.awaitFlushed(SHUTDOWN_LIMIT);
    }
    Phases.of(all()).run(Plugin::beforeShutdown);
  }

  @Override
  public void shutdown() throws Exception {
    if (parkedLook != null) {
      parkedLook.cancel();
    }
    loop.stop();
    if (!loop.awaitQuiet(SHUTDOWN_LIMIT)) {
      context
          .log()
          .warn(
              "deliveries did not end within {} seconds of shutdown; chunks in files stay for the"
                  + " next start",
              SHUTDOWN_LIMIT.toSeconds());
    }
    Phases.of(all()).run(Plugin::shutdown);
  }

  @Override
  public void afterShutdown() throws Exception {
    Phases.of(all()).run(Plugin::afterShutdown);
  }

  @Override
  public void close() throws Exception {
    if (hasSuccessor && started) {
      left =
          new LeftBuffer(
              buffer.persistent() ? BufferContent.NONE : buffer.release(),
              Optional.of(loop.retries()));
    }
    buffer.close();
    ownThreads.close();
    Phases.of(all()).run(Plugin::close);
  }

  @Override
  public void terminate() throws Exception {
    Phases.of(all()).run(Plugin::terminate);
  }

  private List<Plugin> all() {
    List<Plugin> plugins = new ArrayList<>();
    plugins.add(output);
    secondary.ifPresent(plugins::add);
    plugins.add(store);
    return plugins;
  }

  /** The chunks, for gauges. */
  public BufferGauges buffer() {
    return buffer.gauges();
  }

  /** The counters. */
  public OutputStatistics statistics() {
    return statistics;
  }

  /** The running retry; empty if nothing fails. */
  public Optional<RetryStatus> retry() {
    return loop.retries().status();
  }

  /** Failed tries of the running retry after the first one; 0 if there is none. */
  public int retrySteps() {
    return loop.retries().steps();
  }
}
