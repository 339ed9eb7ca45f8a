package io.millrace.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.millrace.engine.graph.WorkerLog;
import io.millrace.event.EventTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What all forms of the log read in an entry. */
final class LogEntry {
  private static final String PLUGIN = "plugin.";
  private static final Pattern WORKER =
      Pattern.compile("^" + Pattern.quote(WorkerLog.PREFIX) + "(\\d+)\\.");

  /** Entries are one sentence with {@code key=value} pairs behind it. */
  private static final Pattern PAIR =
      Pattern.compile(" ([a-z_]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+))");

  private LogEntry() {}

  static EventTime time(ILoggingEvent event) {
    return EventTime.of(
        event.getInstant() == null
            ? Instant.ofEpochMilli(event.getTimeStamp())
            : event.getInstant());
  }

  static String level(ILoggingEvent event) {
    return event.getLevel().toString().toLowerCase(Locale.ROOT);
  }

  /** The id of the plugin that logs, if the configuration gave it one. */
  static Optional<String> pluginId(ILoggingEvent event) {
    String logger = WORKER.matcher(event.getLoggerName()).replaceFirst("");
    return logger.startsWith(PLUGIN)
        ? Optional.of(logger.substring(PLUGIN.length()))
        : Optional.empty();
  }

  /** The number of the worker whose line it is. */
  static int worker(ILoggingEvent event) {
    Matcher matcher = WORKER.matcher(event.getLoggerName());
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** The {@code key=value} pairs of the message. */
  static Map<String, String> pairs(ILoggingEvent event) {
    Map<String, String> pairs = new LinkedHashMap<>();
    Matcher matcher = PAIR.matcher(event.getFormattedMessage());
    while (matcher.find()) {
      pairs.put(matcher.group(1), matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
    }
    return pairs;
  }
}
