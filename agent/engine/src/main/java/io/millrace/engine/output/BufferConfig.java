package io.millrace.engine.output;

import io.millrace.api.Argument;
import io.millrace.api.Param;
import io.millrace.api.Size;
import io.millrace.engine.buffer.OverflowAction;
import io.millrace.engine.flush.FlushMode;
import io.millrace.engine.flush.RetryPolicy;
import io.millrace.event.Compression;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code <buffer CHUNK_KEYS>}: everything but the settings of its {@code @type}, which the store's
 * own record takes from the same section. {@link BufferSettings} is what comes of it.
 *
 * <p>One long list on purpose: it is the section's reference.
 *
 * <p>Source: Fluentd's buffer section.
 */
public record BufferConfig(
    @Argument(doc = "Chunk keys: tag, time, names of record fields, or record accessors.")
        Optional<List<String>> chunkKeys,
    @Param(doc = "Length of a time slice; needed if time is a chunk key.")
        Optional<Duration> timekey,
    @Param(doc = "Time a slice stays open for late events.", def = "600") Duration timekeyWait,
    @Param(doc = "Whether time slices begin by UTC.", def = "false") boolean timekeyUseUtc,
    @Param(doc = "Zone in which time slices begin; the local one if not set.")
        Optional<String> timekeyZone,
    @Param(doc = "Whether to flush at shutdown; the default is true for chunks in memory.")
        Optional<Boolean> flushAtShutdown,
    @Param(doc = "When staged chunks are queued.", def = "default") FlushMode flushMode,
    @Param(doc = "Age at which a staged chunk is queued, in flush_mode interval.")
        Optional<Duration> flushInterval,
    @Param(doc = "Number of chunks that are delivered at the same time.", def = "1")
        int flushThreadCount,
    @Param(doc = "Seconds between looks at the stage, at least.", def = "1.0")
        double flushThreadInterval,
    @Param(doc = "Seconds between deliveries while chunks are queued.", def = "1.0")
        double flushThreadBurstInterval,
    @Param(doc = "Time a destination has to confirm a chunk.", def = "60")
        Duration delayedCommitTimeout,
    @Param(doc = "What happens to an emit when the buffer is full.", def = "throw_exception")
        OverflowAction overflowAction,
    @Param(doc = "Whether to retry without end.", def = "false") boolean retryForever,
    @Param(doc = "Time after which retries end.", def = "72h") Duration retryTimeout,
    @Param(doc = "Number of retries after which they end.") Optional<Integer> retryMaxTimes,
    @Param(doc = "Part of the retry time after which the secondary takes over.", def = "0.8")
        double retrySecondaryThreshold,
    @Param(doc = "How waits between retries grow.", def = "exponential_backoff")
        RetryPolicy.Type retryType,
    @Param(doc = "Wait before the first retry.", def = "1") Duration retryWait,
    @Param(doc = "Factor by which waits grow.", def = "2") double retryExponentialBackoffBase,
    @Param(doc = "Longest wait between retries.") Optional<Duration> retryMaxInterval,
    @Param(doc = "Whether waits are changed at random by up to an eighth.", def = "true")
        boolean retryRandomize,
    @Param(doc = "Most bytes of a chunk; the default depends on the type.")
        Optional<Size> chunkLimitSize,
    @Param(doc = "Most bytes of all chunks; the default depends on the type.")
        Optional<Size> totalLimitSize,
    @Param(doc = "Sets total_limit_size to so many times chunk_limit_size.")
        Optional<Integer> queueLimitLength,
    @Param(doc = "Most events of a chunk.") Optional<Integer> chunkLimitRecords,
    @Param(doc = "Part of its limits at which a chunk is full.", def = "0.95")
        double chunkFullThreshold,
    @Param(
            doc =
                "Number of queued chunks at which staged ones wait; flush_thread_count if not set.")
        Optional<Integer> queuedChunksLimitSize,
    @Param(doc = "How chunks are compressed.", def = "text") Compression compress,
    @Param(doc = "Most bytes a compressed chunk may inflate to.", def = "256m")
        Size decompressionSizeLimit,
    @Param(doc = "Whether bad chunks are thrown away, not backed up.", def = "false")
        boolean disableChunkBackup) {}
