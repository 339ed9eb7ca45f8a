package io.millrace.engine.flush;

import io.millrace.engine.buffer.BackupDirectory;
import io.millrace.engine.buffer.Buffer;
import io.millrace.engine.buffer.OutputStatistics;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;

/**
 * What a {@link FlushLoop} is made of.
 *
 * @param buffer whose queue is flushed
 * @param primary where to
 * @param secondary where to if that fails for long
 * @param settings when
 * @param retryPolicy how failures are tried again
 * @param backups where chunks go that nobody takes
 * @param statistics counted into
 * @param clock the time
 * @param timer wakes threads
 * @param threads runs deliveries; at most {@code flush_thread_count} at once, and short follow-ups
 * @param roomFreed called when a chunk left the buffer
 * @param pluginId for the log
 * @param log of the output
 */
public record FlushParts(
    Buffer buffer,
    Destination primary,
    Optional<Destination> secondary,
    FlushSettings settings,
    RetryPolicy retryPolicy,
    BackupDirectory backups,
    OutputStatistics statistics,
    InstantSource clock,
    FlushTimer timer,
    Executor threads,
    Runnable roomFreed,
    String pluginId,
    Logger log) {}
