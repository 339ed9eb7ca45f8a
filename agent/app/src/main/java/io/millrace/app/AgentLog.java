package io.millrace.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.millrace.engine.graph.SystemConfig.LogLevel;
import io.millrace.event.ByteSlice;
import org.slf4j.LoggerFactory;

/** Sets up the process's log. The only class that knows Logback's set-up. */
final class AgentLog {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  /** Sends the log to {@code output}, in the form of {@code line}, from {@code level} up. */
  void start(LogOutput output, LogLine line, LogLevel level) {
    context.reset();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            output.write(ByteSlice.utf8(line.of(event)));
          }
        };
    appender.setContext(context);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.WARN); // libraries
    set("engine", level);
    set("plugin", level);
    set("unnamed", level);
    set("io.millrace", level);
  }

  /** Sets the level of one logger and those below it. */
  void set(String logger, LogLevel level) {
    context
        .getLogger(logger)
        .setLevel(level == LogLevel.FATAL ? Level.ERROR : Level.valueOf(level.name()));
  }
}
