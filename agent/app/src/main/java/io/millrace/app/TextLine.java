package io.millrace.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.millrace.event.time.Strftime;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the log as Fluentd writes it: {@code 2024-01-02 03:04:05 +0000 [info]: #0 [plugin_id]
 * message}.
 */
final class TextLine implements LineFormat {
  private final Strftime time;

  /** With times as {@code time} writes them. */
  TextLine(Strftime time) {
    this.time = time;
  }

  @Override
  public String of(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    String head =
        time.format(LogEntry.time(event))
            + " ["
            + LogEntry.level(event)
            + "]: #"
            + LogEntry.worker(event)
            + " "
            + LogEntry.pluginId(event).map(id -> "[" + id + "] ").orElse("");
    line.append(head).append(event.getFormattedMessage()).append('\n');
    trace(event.getThrowableProxy(), head, line);
    return line.toString();
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
