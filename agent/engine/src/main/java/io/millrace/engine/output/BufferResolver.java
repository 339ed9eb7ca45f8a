package io.millrace.engine.output;

import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkStore;
import io.millrace.api.ConfigException;
import io.millrace.api.Size;
import io.millrace.engine.buffer.BufferLimits;
import io.millrace.engine.flush.FlushMode;
import io.millrace.engine.flush.FlushSettings;
import io.millrace.engine.flush.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Applies the rules between the settings of a {@code <buffer>} section, and the defaults that
 * depend on its store.
 *
 * <p>Source: Fluentd's output, configuration of the buffer and flush modes.
 */
public final class BufferResolver {
  /** From this many on, Fluentd warns of too many chunks; time does not count. */
  private static final int MANY_KEYS = 4;

  private static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofSeconds(60);

  private final BufferConfig config;
  private final ChunkKeys keys;
  private final ChunkStore store;
  private final List<String> warnings = new ArrayList<>();

  private BufferResolver(BufferConfig config, ChunkKeys keys, ChunkStore store) {
    this.config = config;
    this.keys = keys;
    this.store = store;
  }

  /**
   * The settings that {@code config} means.
   *
   * @param keys its chunk keys, from {@link ChunkKeysResolver}
   * @param store its store, created and not started
   * @param output settings of the output itself
   * @param hasSecondary whether the output has a {@code <secondary>}
   * @param flushIntervalOutside whether {@code flush_interval} was set outside of {@code <buffer>},
   *     in the style of v0.12
   * @throws ConfigException in Fluentd's words if they make no sense together
   */
  public static BufferSettings resolve(
      BufferConfig config,
      ChunkKeys keys,
      ChunkStore store,
      OutputConfig output,
      boolean hasSecondary,
      boolean flushIntervalOutside) {
    BufferResolver resolver = new BufferResolver(config, keys, store);
    FlushMode mode = resolver.mode(flushIntervalOutside);
    FlushSettings flush = resolver.flush(mode, output);
    BufferLimits limits = resolver.limits();
    RetryPolicy retry = resolver.retry(hasSecondary);
    resolver.warnOfKeys();
    return new BufferSettings(
        keys,
        limits,
        flush,
        retry,
        output.timeAsInteger(),
        config.disableChunkBackup(),
        resolver.warnings);
  }

  private FlushMode mode(boolean flushIntervalOutside) {
    FlushMode mode = config.flushMode();
    if (mode == FlushMode.DEFAULT) {
      if (flushIntervalOutside) {
        return FlushMode.INTERVAL;
      }
      mode = keys.time() ? FlushMode.LAZY : FlushMode.INTERVAL;
    }
    if (mode != FlushMode.INTERVAL && config.flushInterval().isPresent()) {
      if (config.flushMode() != FlushMode.DEFAULT) {
        throw new ConfigException(
            "'flush_interval' can't be specified when 'flush_mode' is not 'interval' explicitly: '"
                + mode
                + "'");
      }
      warnings.add(
          "'flush_interval' is ignored because default 'flush_mode' is not 'interval': '"
              + mode
              + "'");
    }
    return mode;
  }

  private FlushSettings flush(FlushMode mode, OutputConfig output) {
    boolean atShutdown = config.flushAtShutdown().orElse(!store.persistent());
    if (!atShutdown && !store.persistent()) {
      warnings.add("'flush_at_shutdown' is false, and buffer plugin is not persistent buffer.");
      warnings.add(
          "your configuration will lose buffered data at shutdown. please confirm your"
              + " configuration again.");
    }
    if (config.flushThreadCount() < 1) {
      throw new ConfigException(
          "flush_thread_count must be 1 or more, not " + config.flushThreadCount());
    }
    return new FlushSettings(
        mode,
        config.flushInterval().orElse(DEFAULT_FLUSH_INTERVAL),
        keys.timekey(),
        config.timekeyWait(),
        config.flushThreadCount(),
        seconds("flush_thread_interval", config.flushThreadInterval()),
        seconds("flush_thread_burst_interval", config.flushThreadBurstInterval()),
        config.delayedCommitTimeout(),
        atShutdown,
        seconds("slow_flush_log_threshold", output.slowFlushLogThreshold()));
  }

  private static Duration seconds(String parameter, double seconds) {
    if (!(seconds >= 0 && seconds < 1e9)) {
      throw new ConfigException(parameter + " must be 0 or more seconds, not " + seconds);
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private BufferLimits limits() {
    long chunkSize =
        positive("chunk_limit_size", config.chunkLimitSize().map(Size::bytes))
            .orElse(store.defaultChunkLimit());
    long totalSize =
        config.queueLimitLength().isPresent()
            ? chunkSize * config.queueLimitLength().get()
            : positive("total_limit_size", config.totalLimitSize().map(Size::bytes))
                .orElse(store.defaultTotalLimit());
    double threshold = config.chunkFullThreshold();
    if (!(threshold > 0 && threshold <= 1)) {
      throw new ConfigException(
          "chunk_full_threshold must be above 0 and at most 1, not " + threshold);
    }
    return new BufferLimits(
        chunkSize,
        totalSize,
        positive("chunk_limit_records", config.chunkLimitRecords().map(Long::valueOf))
            .map(Long::intValue)
            .orElse(Integer.MAX_VALUE),
        threshold,
        config.queuedChunksLimitSize().orElse(config.flushThreadCount()),
        config.compress(),
        config.decompressionSizeLimit().bytes(),
        config.overflowAction());
  }

  private static Optional<Long> positive(String parameter, Optional<Long> value) {
    if (value.isPresent() && value.get() < 1) {
      throw new ConfigException(parameter + " must be 1 or more, not " + value.get());
    }
    return value;
  }

  private RetryPolicy retry(boolean hasSecondary) {
    double threshold = config.retrySecondaryThreshold();
    if (hasSecondary && !(threshold > 0 && threshold < 1)) {
      throw new ConfigException(
          "retry_secondary_threshold must be above 0 and below 1, not " + threshold);
    }
    if (hasSecondary && config.retryForever()) {
      warnings.add(
          "<secondary> with 'retry_forever', only unrecoverable errors are moved to secondary");
    }
    return new RetryPolicy(
        config.retryType(),
        config.retryWait(),
        config.retryExponentialBackoffBase(),
        config.retryMaxInterval(),
        config.retryTimeout(),
        config.retryMaxTimes().map(OptionalInt::of).orElse(OptionalInt.empty()),
        config.retryForever(),
        config.retryRandomize(),
        hasSecondary ? OptionalDouble.of(threshold) : OptionalDouble.empty());
  }

  private void warnOfKeys() {
    if (keys.fields().size() + (keys.tag() ? 1 : 0) >= MANY_KEYS) {
      warnings.add("many chunk keys specified, and it may cause too many chunks on your system.");
    }
  }
}
