package io.millrace.plugins.tail;

import io.millrace.api.FollowedFile;
import io.millrace.api.Input;
import io.millrace.api.InputFactory;
import io.millrace.api.Parser;
import io.millrace.api.PluginContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code @type tail}: follows log files and emits their lines as events.
 *
 * <p>One thread looks at all files of an input in turn. While lines come it looks again at once, at
 * rest several times a second, and less often when there are so many files that a look takes long.
 * Only what was emitted and has arrived moves a position, so nothing is lost at a stop or a crash,
 * and after a clean stop nothing comes twice.
 *
 * <p>Source: Fluentd's tail input.
 */
public final class TailInput implements Input {
  private static final long SHUTDOWN_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long ROTATION_CHECK_NANOS = Duration.ofMillis(250).toNanos();
  private static final long AFTER_LINES_NANOS = Duration.ofMillis(20).toNanos();
  private static final long IDLE_NANOS = Duration.ofMillis(100).toNanos();
  private static final long SLOW_NANOS = Duration.ofSeconds(1).toNanos();

  /** A look may take this part of the thread's time when nothing happens. */
  private static final int IDLE_SHARE = 20;

  private final TailConfig config;
  private final PluginContext context;
  private final Parser parser;
  private final PathExpander paths;
  private final Optional<Path> posFile;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile long stopNanos;
  private volatile List<FollowedFile> followed = List.of();
  private @Nullable Positions positions;
  private @Nullable Thread thread;
  private long nextRefresh;
  private long nextRotationCheck;
  private long nextShow;
  private long nextCompaction;

  private TailInput(TailConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.parser = context.open(config.parse());
    this.paths = new PathExpander(config, context.clock(), context.log());
    this.posFile = config.posFile().map(Path::of);
    context.gauge("tracked_file_count", "Files followed now.", () -> followed.size());
    context.follows(() -> followed);
    warnAboutSettings();
  }

  private void warnAboutSettings() {
    if (posFile.isEmpty()) {
      context.log().warn("'pos_file PATH' parameter is not set to a 'tail' source.");
      context
          .log()
          .warn("this parameter is highly recommended to save the position to resume tailing.");
    }
    if (config.fromEncoding().isPresent() && config.charset().equals(config.fromCharset())) {
      context
          .log()
          .warn(
              "'encoding' and 'from_encoding' are same encoding. No effect: {}",
              config.encoding().orElse(""));
    }
    long wanted = config.readBytesLimitPerSecond().bytes();
    if (wanted > 0 && wanted < config.bytesPerSecond()) {
      context
          .log()
          .warn(
              "read_bytes_limit_per_second {} is too small: {} is used",
              wanted,
              config.bytesPerSecond());
    }
  }

  /** Two workers would read the same files. */
  @Override
  public boolean isMultiWorkerReady() {
    return false;
  }

  @Override
  public void start() {
    if (posFile.isEmpty()) {
      positions =
          context
              .takeOver(MemoryPositions.class)
              .map(MemoryPositions::reopen)
              .orElseGet(MemoryPositions::new);
      return;
    }
    PositionFileOwners.take(posFile.get(), context.id());
    Map<String, FileStat> existing = paths.existing();
    Positions.Targets targets =
        new Positions.Targets(
            existing.keySet(),
            existing.values().stream().map(FileStat::inode).collect(Collectors.toSet()));
    positions =
        PositionFile.open(
            posFile.get(), config.followInodes(), targets, context.system(), context.log());
  }

  @Override
  public void afterStart() {
    Positions opened = positions;
    if (opened != null) {
      thread = context.thread("in", () -> run(opened));
      thread.start();
    }
  }

  private void run(Positions opened) {
    FollowedFiles files = new FollowedFiles(shared(), paths, opened);
    long now = System.nanoTime();
    nextRefresh = now + (config.skipRefreshOnStartup() ? config.refreshInterval().toNanos() : 0);
    nextRotationCheck = now;
    nextCompaction = now + config.posFileCompactionInterval().map(Duration::toNanos).orElse(0L);
    try {
      long rest = 0;
      while (!stopping.await(rest, TimeUnit.NANOSECONDS)) {
        rest = turn(files, opened);
      }
      finish(files);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      files.close();
      opened.close();
    }
  }

  private TailedFile.Shared shared() {
    return new TailedFile.Shared(
        config,
        parser,
        new LineParser(config, parser, context.clock(), context.log()),
        new LineDecoder(config.fromCharset(), config.charset()),
        new Block(),
        config.lineEnd(),
        new Delivery(context.out(), this::isTimeOver, context.log()),
        new GroupLimits(config.group(), context.log()),
        TailCounters.of(context),
        context.log());
  }

  /** One look at everything that is due; answers the nanoseconds until the next. */
  private long turn(FollowedFiles files, Positions opened) {
    long now = System.nanoTime();
    if (now - nextRefresh >= 0) {
      files.refresh(now);
      nextRefresh = now + config.refreshInterval().toNanos();
      nextShow = now;
    }
    TailedFile.Progress progress = files.poll(now);
    if (now - nextShow >= 0) {
      followed = files.show();
      nextShow = now + SLOW_NANOS;
    }
    if (now - nextRotationCheck >= 0) {
      files.checkRotation(now);
      nextRotationCheck = now + ROTATION_CHECK_NANOS;
    }
    if (config.posFileCompactionInterval().isPresent() && now - nextCompaction >= 0) {
      opened.compact();
      nextCompaction = now + config.posFileCompactionInterval().get().toNanos();
    }
    long rest =
        config.enableStatWatcher()
            ? Math.min(SLOW_NANOS, Math.max(IDLE_NANOS, IDLE_SHARE * (System.nanoTime() - now)))
            : SLOW_NANOS;
    return switch (progress) {
      case MORE -> 0;
      case ALL -> config.enableStatWatcher() ? AFTER_LINES_NANOS : rest;
      case NONE -> Math.min(rest, Math.max(0, nextRefresh - System.nanoTime()));
    };
  }

  /** Reads on to the end of the files, as long as there is time. */
  private void finish(FollowedFiles files) {
    TailedFile.Progress progress = TailedFile.Progress.MORE;
    while (progress == TailedFile.Progress.MORE && !isTimeOver()) {
      progress = files.poll(System.nanoTime());
    }
  }

  private boolean isTimeOver() {
    return stopping.getCount() == 0 && System.nanoTime() - stopNanos >= SHUTDOWN_NANOS;
  }

  @Override
  public void stop() {
    stopNanos = System.nanoTime();
    stopping.countDown();
  }

  @Override
  public void shutdown() throws InterruptedException {
    stop();
    Thread running = thread;
    if (running != null) {
      running.join(2 * TimeUnit.NANOSECONDS.toMillis(SHUTDOWN_NANOS));
      if (running.isAlive()) {
        context.log().warn("the reading of files has not ended in time and is left alone");
      } else if (positions instanceof MemoryPositions inMemory) {
        context.handOver(inMemory);
      }
    }
  }

  @Override
  public void close() {
    stop();
    Positions opened = positions;
    if (opened != null && thread == null) {
      opened.close();
    }
    posFile.ifPresent(file -> PositionFileOwners.release(file, context.id()));
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends InputFactory<TailConfig> {
    /** For the service loader. */
    public Factory() {
      super("tail", "Follow log files.", TailConfig.class, TailInput::new);
    }
  }
}
