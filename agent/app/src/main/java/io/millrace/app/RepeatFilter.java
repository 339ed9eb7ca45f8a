package io.millrace.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.millrace.engine.graph.SystemConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Leaves out log lines that say again what was just said: {@code ignore_repeated_log_interval} for
 * a line equal to the one before, {@code ignore_same_log_interval} for a line equal to any. Each
 * thread's lines are compared with its own, as in Fluentd.
 */
final class RepeatFilter extends Filter<ILoggingEvent> {

  /** How many lines of a thread are remembered. */
  private static final int MAX_LINES = 1000;

  private static final long LONG_AGO = Long.MIN_VALUE / 2;

  private final long repeatedMillis;
  private final long sameMillis;
  private final ThreadLocal<Said> said = ThreadLocal.withInitial(Said::new);

  private static final class Said {
    private String last = "";
    private long lastAt = LONG_AGO;
    private final Map<String, Long> lines =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_LINES;
          }
        };
  }

  /** Of the two intervals; one that is empty leaves out nothing. */
  RepeatFilter(Optional<Duration> repeated, Optional<Duration> same) {
    this.repeatedMillis = repeated.map(Duration::toMillis).orElse(0L);
    this.sameMillis = same.map(Duration::toMillis).orElse(0L);
  }

  static RepeatFilter of(SystemConfig system) {
    return new RepeatFilter(system.ignoreRepeatedLogInterval(), system.ignoreSameLogInterval());
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (repeatedMillis == 0 && sameMillis == 0) {
      return FilterReply.NEUTRAL;
    }
    String line = event.getFormattedMessage();
    return isNews(said.get(), line, event.getTimeStamp()) ? FilterReply.NEUTRAL : FilterReply.DENY;
  }

  /** An interval begins with the line that is written, not with those left out after it. */
  private boolean isNews(Said before, String line, long now) {
    if (repeatedMillis > 0) {
      if (line.equals(before.last) && now - before.lastAt < repeatedMillis) {
        return false;
      }
      before.last = line;
      before.lastAt = now;
    }
    if (sameMillis > 0) {
      long at = before.lines.getOrDefault(line, LONG_AGO);
      if (now - at < sameMillis) {
        return false;
      }
      before.lines.remove(line); // so that it becomes the newest of those remembered
      before.lines.put(line, now);
    }
    return true;
  }
}
