package io.millrace.engine.graph;

import io.millrace.api.Param;
import io.millrace.api.Section;
import io.millrace.api.Size;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The {@code <system>} section. */
public record SystemConfig(
    @Param(doc = "Number of workers.", def = "1") int workers,
    @Param(
            doc =
                "Delay before a dead worker is started again. Workers share one process here, so nothing is restarted.",
            def = "0")
        Duration restartWorkerInterval,
    @Param(doc = "Directory below which plugins with an @id keep what is theirs.")
        Optional<Path> rootDir,
    @Param(doc = "Lowest level of the log.", def = "info") LogLevel logLevel,
    @Param(doc = "Whether a stack trace that repeats the one before is left out.", def = "true")
        boolean suppressRepeatedStacktrace,
    @Param(doc = "Leave out a log line equal to the one before within this time.")
        Optional<Duration> ignoreRepeatedLogInterval,
    @Param(doc = "Leave out a log line equal to any within this time.")
        Optional<Duration> ignoreSameLogInterval,
    @Param(doc = "Least time between two lines about failed emits.", def = "0")
        Duration emitErrorLogInterval,
    @Param(doc = "Whether the configuration is left out of the log at start.", def = "false")
        boolean suppressConfigDump,
    @Param(doc = "Whether the log's own events are still emitted during shutdown.", def = "false")
        boolean logEventVerbose,
    @Param(doc = "Whether to run without inputs.", def = "false") boolean withoutSource,
    @Param(doc = "Whether to run inputs only, keeping their events in a buffer.", def = "false")
        boolean withSourceOnly,
    @Param(doc = "Address of the RPC endpoint, host:port.") Optional<String> rpcEndpoint,
    @Param(doc = "Whether the RPC endpoint gives the configuration.", def = "false")
        boolean enableGetDump,
    @Param(doc = "Name of the process in lists. A JVM cannot change it, so it is only logged.")
        Optional<String> processName,
    @Param(
            doc = "Whether values of a wrong form are refused instead of read as well as possible.",
            def = "false")
        boolean strictConfigValue,
    @Param(doc = "Whether MessagePack's own timestamps are read as times.", def = "false")
        boolean enableMsgpackTimeSupport,
    @Param(doc = "Whether workers open listeners of their own.", def = "false")
        boolean disableSharedSocket,
    @Param(doc = "Whether inputs count their events.", def = "true") boolean enableInputMetrics,
    @Param(doc = "Whether bytes are counted too.", def = "false") boolean enableSizeMetrics,
    @Param(doc = "Ruby's just-in-time compiler; the JVM has its own.", def = "false")
        boolean enableJit,
    @Param(doc = "Mode of new files.", def = "0644") Set<PosixFilePermission> filePermission,
    @Param(doc = "Mode of new directories.", def = "0755") Set<PosixFilePermission> dirPermission,
    @Param(doc = "Directory of further configuration files; empty for none.")
        Optional<String> configIncludeDir,
    @Param(
            doc =
                "Mode bits that new files do not get. A JVM cannot change it: start the process with it.")
        Optional<String> umask,
    @Section(doc = "The log.") Log log,
    @Section(doc = "Where events are kept while only inputs run.")
        SourceOnlyBuffer sourceOnlyBuffer) {

  /** Levels of the log, Fluentd's. */
  public enum LogLevel {
    /** Everything. */
    TRACE,
    /** For finding errors. */
    DEBUG,
    /** What a user wants to know. */
    INFO,
    /** What a user should look at. */
    WARN,
    /** What does not work. */
    ERROR,
    /** What ends the process. */
    FATAL
  }

  /** Forms of a log line. */
  public enum LogFormat {
    /** A line of text. */
    TEXT,
    /** A JSON object. */
    JSON
  }

  /** The {@code <source_only_buffer>} section. */
  public record SourceOnlyBuffer(
      @Param(doc = "Threads that emit what was kept.", def = "1") int flushThreadCount,
      @Param(doc = "What happens when it is full.", def = "drop_oldest_chunk")
          String overflowAction,
      @Param(
              doc =
                  "Directory; without it one for each start, below root_dir or /tmp/fluent. Name it"
                      + " to have what an earlier process left.")
          Optional<Path> path,
      @Param(doc = "Time between two looks for what is to be emitted.")
          Optional<String> flushInterval,
      @Param(doc = "Largest chunk.") Optional<Size> chunkLimitSize,
      @Param(doc = "Largest size of all chunks.") Optional<Size> totalLimitSize,
      @Param(doc = "How chunks are compressed: text or gzip.") Optional<String> compress) {}

  /** The {@code <log>} section. */
  public record Log(
      @Param(doc = "File of the log; - for standard output.") Optional<String> path,
      @Param(doc = "Form of a line.", def = "text") LogFormat format,
      @Param(doc = "Form of the time.", def = "%Y-%m-%d %H:%M:%S %z") String timeFormat,
      @Param(doc = "Generations, or daily, weekly, monthly.") Optional<String> rotateAge,
      @Param(doc = "Size at which the file is rotated.") Optional<Size> rotateSize,
      @Param(doc = "Level at which stack traces are written.")
          Optional<String> forcedStacktraceLevel) {}
}
