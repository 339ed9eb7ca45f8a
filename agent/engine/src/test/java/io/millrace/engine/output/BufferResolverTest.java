package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BufferDefaults;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ConfigException;
import io.millrace.config.Binder;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import io.millrace.engine.buffer.BufferLimits;
import io.millrace.engine.buffer.OverflowAction;
import io.millrace.engine.flush.FlushMode;
import io.millrace.engine.flush.FlushSettings;
import io.millrace.engine.flush.RetryPolicy;
import io.millrace.event.Compression;
import io.millrace.event.RecordPath;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of the {@code <buffer>} section. */
class BufferResolverTest {
  private final InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));

  /** A section with this argument and these lines {@code name value}. */
  private static BufferConfig config(String keys, String... lines) {
    ConfigElement.Builder section =
        ConfigElement.builder("buffer", keys, new SourceLocation("fluent.conf", 1));
    for (String line : lines) {
      String[] words = line.split(" ", 2);
      section.add(words[0], words[1]);
    }
    Diagnostics diagnostics = new Diagnostics();
    BufferConfig config =
        new Binder(new PluginCatalog(List.of()), false, diagnostics)
            .bind(BufferConfig.class, section.build())
            .orElse(null);
    diagnostics.throwIfAny();
    return config;
  }

  private BufferSettings resolve(String keys, String... lines) {
    return resolve(config(keys, lines), false);
  }

  private BufferSettings resolve(BufferConfig config, boolean flushIntervalOutside) {
    ChunkKeys keys = ChunkKeysResolver.resolve(config, BufferDefaults.NONE, clock);
    return BufferResolver.resolve(
        config, keys, new HeapStore(clock), OutputConfig.DEFAULT, false, flushIntervalOutside);
  }

  @Test
  void withoutParametersTheDefaultsOfTheStoreHold() {
    BufferSettings settings = resolve("");

    assertThat(settings.limits().chunkSize()).isEqualTo(8 << 20);
    assertThat(settings.limits().totalSize()).isEqualTo(512 << 20);
    assertThat(settings.flush().mode()).isEqualTo(FlushMode.INTERVAL);
    assertThat(settings.flush().interval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.flush().atShutdown()).isTrue();
    assertThat(settings.retry().timeout()).isEqualTo(Duration.ofHours(72));
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void queueLimitLengthSetsTheTotal() {
    assertThat(resolve("", "queue_limit_length 4", "chunk_limit_size 1k").limits().totalSize())
        .isEqualTo(4096);
  }

  @Test
  void theModeIsLazyWithATimeKey() {
    assertThat(resolve("time", "timekey 60").flush().mode()).isEqualTo(FlushMode.LAZY);
    assertThat(resolve("tag").flush().mode()).isEqualTo(FlushMode.INTERVAL);
  }

  @Test
  void aFlushIntervalOutsideOfTheSectionMakesTheModeInterval() {
    assertThat(resolve(config("time", "timekey 60"), true).flush().mode())
        .isEqualTo(FlushMode.INTERVAL);
  }

  @Test
  void aFlushIntervalInALazyBufferIsIgnoredOrRefused() {
    assertThat(resolve("time", "timekey 60", "flush_interval 5").warnings())
        .containsExactly(
            "'flush_interval' is ignored because default 'flush_mode' is not 'interval': 'lazy'");
    assertThatThrownBy(() -> resolve("", "flush_mode lazy", "flush_interval 5"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "'flush_interval' can't be specified when 'flush_mode' is not 'interval' explicitly:"
                + " 'lazy'");
  }

  @Test
  void aTimeKeyNeedsALength() {
    assertThatThrownBy(() -> resolve("time"))
        .hasMessage("<buffer ...> argument includes 'time', but timekey is not configured");
    assertThatThrownBy(() -> resolve("time", "timekey 0"))
        .hasMessageStartingWith("timekey should be greater than 0. current timekey: 0.0");
  }

  @ParameterizedTest
  @CsvSource({
    "a b, chunk_keys specification includes invalid char",
    "$['a.b'], in chunk_keys: bracket notation is not allowed",
  })
  void unusableFieldKeysAreRefused(String key, String problem) {
    assertThatThrownBy(() -> resolve(key)).hasMessageContaining(problem);
  }

  @Test
  void anUnknownZoneIsRefused() {
    assertThatThrownBy(() -> resolve("time", "timekey 60", "timekey_zone Mars/Base"))
        .hasMessage("timekey_zone: Unsupported timezone 'Mars/Base'");
    assertThat(resolve("time", "timekey 60", "timekey_zone +0900").keys().zone())
        .isEqualTo(ZoneOffset.ofHours(9));
  }

  @Test
  void fourKeysWithoutTimeAreWarnedAbout() {
    assertThat(resolve("tag,a,b,c").warnings())
        .containsExactly(
            "many chunk keys specified, and it may cause too many chunks on your system.");
    assertThat(resolve("tag,a,b,time", "timekey 60").warnings()).isEmpty();
  }

  @Test
  void memoryThatIsNotFlushedAtShutdownIsWarnedAboutTwice() {
    assertThat(resolve("", "flush_at_shutdown false").warnings()).hasSize(2);
  }

  @Test
  void keysOfThePluginHoldUnlessTheSectionNamesSome() {
    BufferDefaults defaults = new BufferDefaults(List.of("tag"), Map.of());

    assertThat(ChunkKeysResolver.resolve(config(""), defaults, clock).tag()).isTrue();
    assertThat(ChunkKeysResolver.resolve(config("[]"), defaults, clock).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "chunk_limit_size 0, chunk_limit_size must be 1 or more",
    "chunk_limit_records 0, chunk_limit_records must be 1 or more",
    "chunk_full_threshold 1.5, chunk_full_threshold must be above 0",
    "flush_thread_count 0, flush_thread_count must be 1 or more",
    "flush_thread_burst_interval -1, flush_thread_burst_interval must be 0 or more",
  })
  void valuesThatCannotWorkAreRefused(String line, String problem) {
    assertThatThrownBy(() -> resolve("", line)).hasMessageContaining(problem);
  }

  @Test
  void everyParameterHasFluentdsDefault() {
    BufferSettings settings = resolve("");

    BufferLimits limits = settings.limits();
    assertThat(limits.chunkRecords()).isEqualTo(Integer.MAX_VALUE);
    assertThat(limits.fullThreshold()).isEqualTo(0.95);
    assertThat(limits.queuedChunks()).isEqualTo(1);
    assertThat(limits.compression()).isEqualTo(Compression.TEXT);
    assertThat(limits.decompressedSize()).isEqualTo(256 << 20);
    assertThat(limits.overflow()).isEqualTo(OverflowAction.THROW_EXCEPTION);
    FlushSettings flush = settings.flush();
    assertThat(flush.timekey()).isEmpty();
    assertThat(flush.timekeyWait()).isEqualTo(Duration.ofMinutes(10));
    assertThat(flush.threadCount()).isEqualTo(1);
    assertThat(flush.threadInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(flush.burstInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(flush.delayedCommitTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(flush.slowFlush()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.retry())
        .isEqualTo(
            new RetryPolicy(
                RetryPolicy.Type.EXPONENTIAL_BACKOFF,
                Duration.ofSeconds(1),
                2,
                Optional.empty(),
                Duration.ofHours(72),
                OptionalInt.empty(),
                false,
                true,
                OptionalDouble.empty()));
    assertThat(settings.timeAsInteger()).isFalse();
    assertThat(settings.disableChunkBackup()).isFalse();
  }

  @Test
  void asManyChunksAreQueuedAsThereAreFlushThreads() {
    assertThat(resolve("", "flush_thread_count 4").limits().queuedChunks()).isEqualTo(4);
    assertThat(
            resolve("", "flush_thread_count 4", "queued_chunks_limit_size 2")
                .limits()
                .queuedChunks())
        .isEqualTo(2);
  }

  @Test
  void theZoneIsLookedAtOnlyIfTimeIsAKey() {
    assertThat(resolve("tag", "timekey_zone Mars/Base").keys().time()).isFalse();
  }

  @Test
  void withoutAZoneTheOffsetOfTheStartHolds() {
    ZoneOffset now = ZoneId.systemDefault().getRules().getOffset(clock.instant());

    assertThat(resolve("time", "timekey 60").keys().zone()).isEqualTo(now);
    assertThat(resolve("time", "timekey 60", "timekey_use_utc true").keys().zone())
        .isEqualTo(ZoneOffset.UTC);
    assertThat(
            resolve("time", "timekey 60", "timekey_use_utc true", "timekey_zone Asia/Tokyo")
                .keys()
                .zone())
        .isEqualTo(ZoneOffset.UTC);
  }

  @Test
  void aNestedFieldMayBeAKey() {
    assertThat(resolve("$.a.b,c-d_e.f@g").keys().fields())
        .extracting(RecordPath::toString)
        .containsExactly("$.a.b", "c-d_e.f@g");
  }

  @Test
  void aSecondaryIsWarnedOfBesideRetryForever() {
    BufferConfig config = config("", "retry_forever true");
    ChunkKeys keys = ChunkKeysResolver.resolve(config, BufferDefaults.NONE, clock);

    assertThat(
            BufferResolver.resolve(
                    config, keys, new HeapStore(clock), OutputConfig.DEFAULT, true, false)
                .warnings())
        .containsExactly(
            "<secondary> with 'retry_forever', only unrecoverable errors are moved to secondary");
  }
}
