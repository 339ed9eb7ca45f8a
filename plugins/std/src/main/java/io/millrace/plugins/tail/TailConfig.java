package io.millrace.plugins.tail;

import io.millrace.api.Child;
import io.millrace.api.Param;
import io.millrace.api.Parser;
import io.millrace.api.Section;
import io.millrace.api.Size;
import io.millrace.event.time.TimeZones;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of {@code @type tail}.
 *
 * <p>Source: Fluentd's tail input, parameters.
 */
public record TailConfig(
    @Param(doc = "Files to follow: paths, with wildcards and strftime formats, between delimiters.")
        String path,
    @Param(doc = "What stands between two paths.", def = ",") String pathDelimiter,
    @Param(doc = "Time zone of strftime formats in paths; the machine's if it is left out.")
        Optional<String> pathTimezone,
    @Param(
            doc = "Which characters make a path a pattern: *, or also ? and [, or also {.",
            def = "backward_compatible")
        GlobPolicy globPolicy,
    @Param(doc = "Paths, with wildcards, that are not followed.", def = "[]")
        List<String> excludePath,
    @Param(doc = "Tag of the events; * stands for the path, with dots for slashes.") String tag,
    @Param(doc = "File that remembers how far each file was read.") Optional<String> posFile,
    @Param(doc = "How often lines of files that are gone are removed from pos_file.")
        Optional<Duration> posFileCompactionInterval,
    @Param(doc = "How long a file that was rotated away is still read.", def = "5")
        Duration rotateWait,
    @Param(doc = "Read files that exist at the start from their head.", def = "false")
        boolean readFromHead,
    @Param(doc = "How often new files are looked for.", def = "60") Duration refreshInterval,
    @Param(doc = "Greatest number of lines emitted at once.", def = "1000") int readLinesLimit,
    @Param(doc = "Greatest number of bytes read per second and file; -1 for any.", def = "-1")
        Size readBytesLimitPerSecond,
    @Param(doc = "How long the last event of several lines waits for another line.")
        Optional<Duration> multilineFlushInterval,
    @Param(doc = "Emit lines the parser does not recognise, as unmatched_line.", def = "false")
        boolean emitUnmatchedLines,
    @Param(doc = "Look at files at intervals.", def = "true") boolean enableWatchTimer,
    @Param(doc = "Look at files several times a second.", def = "true") boolean enableStatWatcher,
    @Param(doc = "Encoding of the events' text.") Optional<String> encoding,
    @Param(doc = "Encoding of the files, if it is another.") Optional<String> fromEncoding,
    @Param(doc = "Field that takes the path, unless the record has it.") Optional<String> pathKey,
    @Param(doc = "Keep files closed between reads.", def = "false") boolean openOnEveryUpdate,
    @Param(doc = "Of files found by a pattern, follow those written to within this time.")
        Optional<Duration> limitRecentlyModified,
    @Param(doc = "Look for files only after refresh_interval.", def = "false")
        boolean skipRefreshOnStartup,
    @Param(doc = "Report an unreadable file once only.", def = "false")
        boolean ignoreRepeatedPermissionError,
    @Param(doc = "Tell files apart by inode: rotated ones may match the pattern.", def = "false")
        boolean followInodes,
    @Param(doc = "Skip lines longer than this, line end included.") Optional<Size> maxLineSize,
    @Section(doc = "How lines become events.", required = true) Child<Parser> parse,
    @Section(doc = "Limits of lines per period, by path.") Optional<GroupConfig> group) {

  /** Fluentd raises lower limits of bytes per second to the size of one read. */
  private static final long LEAST_BYTES_PER_SECOND = 65_536;

  /** What an array can hold that grows by doubling. */
  private static final long LONGEST_LINE = (1 << 30) - 1;

  /** The rules that concern more than one parameter. */
  public TailConfig {
    if (path.isBlank()) {
      throw new IllegalArgumentException("tail: 'path' parameter is required on tail input");
    }
    if (List.of("/", "*", "%").contains(pathDelimiter)) {
      throw new IllegalArgumentException(
          "path_delimiter: /, *, % are reserved words: " + pathDelimiter);
    }
    if (globPolicy == GlobPolicy.ALWAYS && pathDelimiter.equals(",")) {
      throw new IllegalArgumentException(
          "glob_policy always needs a path_delimiter other than \",\", which {a,b} contains");
    }
    if (globPolicy == GlobPolicy.EXTENDED && (path.contains("{") || path.contains("}"))) {
      throw new IllegalArgumentException(
          "path " + path + ": braces need glob_policy always, not extended");
    }
    if (!enableWatchTimer && !enableStatWatcher) {
      throw new IllegalArgumentException(
          "either of enable_watch_timer or enable_stat_watcher must be true");
    }
    if (followInodes && posFile.isEmpty()) {
      throw new IllegalArgumentException(
          "Can't follow inodes without pos_file configuration parameter");
    }
    if (readBytesLimitPerSecond.bytes() > 0 && !enableWatchTimer) {
      throw new IllegalArgumentException(
          "read_bytes_limit_per_second "
              + readBytesLimitPerSecond.bytes()
              + " needs enable_watch_timer true");
    }
    if (readLinesLimit < 1) {
      throw new IllegalArgumentException(
          "read_lines_limit " + readLinesLimit + ": a number of at least 1 is needed");
    }
    if (fromEncoding.isPresent() && encoding.isEmpty()) {
      throw new IllegalArgumentException(
          "tail: 'from_encoding' parameter must be specified with 'encoding' parameter.");
    }
    excludePath = List.copyOf(excludePath);
    pathTimezone.ifPresent(TimeZones::parse);
    encoding.ifPresent(TailConfig::charset);
    fromEncoding.ifPresent(TailConfig::charset);
  }

  private static Charset charset(String name) {
    return Encodings.find(name)
        .orElseThrow(() -> new IllegalArgumentException("unknown encoding name - " + name));
  }

  /** The encoding of the events' text; empty for bytes as they are. */
  Optional<Charset> charset() {
    return encoding.map(TailConfig::charset);
  }

  /** The encoding of the files, if they are to be converted. */
  Optional<Charset> fromCharset() {
    return fromEncoding.map(TailConfig::charset);
  }

  /** What ends a line. */
  LineEnd lineEnd() {
    return LineEnd.of(fromCharset().or(this::charset).orElse(StandardCharsets.UTF_8));
  }

  /** Bytes per second and file; negative for any number. */
  long bytesPerSecond() {
    long limit = readBytesLimitPerSecond.bytes();
    return limit <= 0 ? -1 : Math.max(limit, LEAST_BYTES_PER_SECOND);
  }

  /**
   * Greatest length of a line in bytes, its end included. Without {@code max_line_size} it is a
   * sixteenth of the heap: a hole of zeros in a truncated file must not end the process.
   */
  long longestLine() {
    long wanted = maxLineSize.map(Size::bytes).orElse(Runtime.getRuntime().maxMemory() / 16);
    return Math.min(wanted, LONGEST_LINE);
  }
}
