package io.millrace.engine.output;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.api.ChunkKeys;
import io.millrace.api.Output;
import io.millrace.api.RetryStatus;
import io.millrace.api.Tag;
import io.millrace.engine.buffer.BufferLimits;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.buffer.OutputStatistics;
import io.millrace.engine.buffer.OverflowAction;
import io.millrace.engine.flush.FlushMode;
import io.millrace.engine.flush.FlushSettings;
import io.millrace.engine.flush.RetryPolicy;
import io.millrace.event.Compression;
import io.millrace.event.EventStream;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.LoggerFactory;

/**
 * A pipe whose every thread is the test's: deliveries run when something is queued or when {@link
 * #advance} passes their moment. Fields are settings until {@link #start}.
 */
final class PipeFixture {
  /** 2023-11-14 22:13:20 UTC. */
  static final long START = 1_700_000_000;

  final ManualTimer time = new ManualTimer(Instant.ofEpochSecond(START));
  final HeapStore store = new HeapStore(time);
  final PipeContext context;
  final OutputStatistics statistics = new OutputStatistics();
  final ListAppender<ILoggingEvent> log = new ListAppender<>();
  ChunkKeys keys = ChunkKeys.NONE;
  FlushMode mode = FlushMode.IMMEDIATE;
  Duration interval = Duration.ofSeconds(60);
  Duration timekeyWait = Duration.ofSeconds(600);
  int threads = 1;
  Duration burst = Duration.ofSeconds(1);
  Duration slowFlush = Duration.ofSeconds(20);
  long chunkSize = 8 << 20;
  long totalSize = 512 << 20;
  int chunkRecords = Integer.MAX_VALUE;
  int queuedChunks = 1;
  Compression compression = Compression.TEXT;
  OverflowAction overflow = OverflowAction.THROW_EXCEPTION;
  RetryPolicy.Type retryType = RetryPolicy.Type.EXPONENTIAL_BACKOFF;
  Duration retryTimeout = Duration.ofHours(72);
  OptionalInt retryMaxTimes = OptionalInt.empty();
  boolean retryForever;
  boolean timeAsInteger;
  boolean disableBackup;
  Optional<Output> secondary = Optional.empty();
  Optional<LeftBuffer> former = Optional.empty();
  MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);
  Executor executor = Runnable::run;
  private BufferedPipe pipe;

  PipeFixture(Path rootDir) {
    this(rootDir, "out");
  }

  PipeFixture(Path rootDir, String id) {
    context = new PipeContext(id, time, rootDir);
    Logger logger = (Logger) LoggerFactory.getLogger(id);
    logger.detachAndStopAllAppenders();
    logger.setAdditive(false);
    log.start();
    logger.addAppender(log);
  }

  BufferedPipe start(Output output) throws Exception {
    BufferLimits limits =
        new BufferLimits(
            chunkSize, totalSize, chunkRecords, 0.95, queuedChunks, compression, 1 << 20, overflow);
    FlushSettings flush =
        new FlushSettings(
            mode,
            interval,
            keys.timekey(),
            timekeyWait,
            threads,
            Duration.ofSeconds(1),
            burst,
            Duration.ofSeconds(60),
            true,
            slowFlush);
    RetryPolicy retry =
        new RetryPolicy(
            retryType,
            Duration.ofSeconds(1),
            2,
            Optional.empty(),
            retryTimeout,
            retryMaxTimes,
            retryForever,
            false,
            secondary.isPresent() ? OptionalDouble.of(0.8) : OptionalDouble.empty());
    BufferedPipeBuilder builder =
        BufferedPipe.of(
                output,
                store,
                new BufferSettings(
                    keys, limits, flush, retry, timeAsInteger, disableBackup, List.of()),
                context)
            .budget(budget)
            .statistics(statistics)
            .timer(time)
            .threads(executor);
    secondary.ifPresent(builder::secondary);
    pipe = builder.build();
    former.ifPresent(pipe::goOnFrom);
    pipe.start();
    pipe.afterStart();
    return pipe;
  }

  /** Ends the pipe as at a reload that has its output unchanged, and starts the next one. */
  void reload(Output output) throws Exception {
    pipe.leaveBuffer();
    pipe.stop();
    pipe.beforeShutdown();
    pipe.shutdown();
    pipe.afterShutdown();
    pipe.close();
    former = Optional.of(pipe.left());
    start(output);
  }

  CompletableFuture<Void> emit(String tag, EventStream events) {
    return pipe.emit(Tag.of(tag), events).toCompletableFuture();
  }

  void advance(double seconds) {
    time.advance(Duration.ofMillis((long) (seconds * 1000)));
  }

  /** Seconds since the start. */
  double now() {
    return Duration.between(Instant.ofEpochSecond(START), time.instant()).toMillis() / 1000.0;
  }

  Optional<RetryStatus> retry() {
    return pipe.retry();
  }

  List<String> logLines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** What users see unless they ask for more. */
  List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  /** Events {@code {"n": number}} of the start. */
  static PackedEvents events(long... numbers) {
    return eventsAt(START, numbers);
  }

  static PackedEvents eventsAt(long second, long... numbers) {
    EventsBuilder builder = new EventsBuilder(64);
    for (long number : numbers) {
      PackWriter record = builder.begin(second, 0, true);
      record.mapHeader(1);
      record.text("n");
      record.integer(number);
    }
    return builder.build();
  }

  /** One event of roughly {@code size} bytes. */
  static PackedEvents large(long number, int size) {
    EventsBuilder builder = new EventsBuilder(size + 64);
    PackWriter record = builder.begin(START, 0, true);
    record.mapHeader(2);
    record.text("n");
    record.integer(number);
    record.text("pad");
    record.text("x".repeat(size));
    return builder.build();
  }
}
