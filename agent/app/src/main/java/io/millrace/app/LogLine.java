package io.millrace.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.millrace.event.time.Strftime;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of the log as Fluentd writes it: {@code 2024-01-02 03:04:05 +0000 [info]: #0 [plugin_id]
 * message}.
 */
final class LogLine {
  private static final String PLUGIN = "plugin.";

  private final Strftime time;

  /** With times as {@code time} writes them. */
  LogLine(Strftime time) {
    this.time = time;
  }

  /** The line, stack trace and line end included. */
  String of(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    String head = head(event);
    line.append(head).append(event.getFormattedMessage()).append('\n');
    trace(event.getThrowableProxy(), head, line);
    return line.toString();
  }

  private String head(ILoggingEvent event) {
    Instant at =
        event.getInstant() == null
            ? Instant.ofEpochMilli(event.getTimeStamp())
            : event.getInstant();
    String logger = event.getLoggerName();
    String id = logger.startsWith(PLUGIN) ? "[" + logger.substring(PLUGIN.length()) + "] " : "";
    return time.format(at.getEpochSecond(), at.getNano())
        + " ["
        + level(event.getLevel())
        + "]: #0 "
        + id;
  }

  private static String level(Level level) {
    return level.toString().toLowerCase(Locale.ROOT);
  }

  private static void trace(@Nullable IThrowableProxy error, String head, StringBuilder line) {
    for (IThrowableProxy cause = error; cause != null; cause = cause.getCause()) {
      line.append("  ").append(head).append(cause == error ? "" : "caused by ");
      line.append(cause.getClassName()).append(": ").append(cause.getMessage()).append('\n');
      for (StackTraceElementProxy frame : cause.getStackTraceElementProxyArray()) {
        line.append("  ").append(head).append(frame.getSTEAsString()).append('\n');
      }
    }
  }
}
