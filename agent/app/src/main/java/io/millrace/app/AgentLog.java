package io.millrace.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import io.millrace.api.EventSink;
import io.millrace.engine.graph.SystemConfig.LogLevel;
import io.millrace.event.ByteSlice;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Sets up the process's log. The only class that knows Logback's set-up. */
final class AgentLog {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Lines lines = new Lines();
  private @Nullable LogEvents events;

  /** Where lines go, in which form, and which are left out. */
  private record Form(LogOutput output, LineFormat format, RepeatFilter repeats) {}

  /** Writes lines; their form may change at any time. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private volatile @Nullable Form form;

    @Override
    protected void append(ILoggingEvent event) {
      Form now = form;
      if (now != null && now.repeats().decide(event) != FilterReply.DENY) {
        now.output().write(ByteSlice.utf8(now.format().of(event)));
      }
    }
  }

  /**
   * Sends the log to {@code output}, in the form {@code format}, from {@code level} up, but for
   * what {@code repeats} leaves out. Forgets whatever was set up before.
   */
  void start(LogOutput output, LineFormat format, LogLevel level, RepeatFilter repeats) {
    context.reset();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN); // libraries
    root.addAppender(lines);
    lines.setContext(context);
    lines.start();
    change(output, format, level, repeats);
  }

  /** As {@link #start}, but the levels of single plugins stay. */
  void change(LogOutput output, LineFormat format, LogLevel level, RepeatFilter repeats) {
    lines.form = new Form(output, format, repeats);
    set("engine", level);
    set("plugin", level);
    set("unnamed", level);
    set("worker", level);
    set("io.millrace", level);
  }

  /**
   * Emits the log as events too, in place of any labels before.
   *
   * @param labels where to, by the number of the worker whose line it is; empty for nowhere
   */
  void emitTo(List<Optional<EventSink>> labels) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    if (events != null) {
      root.detachAppender(events);
      events.stop();
      events = null;
    }
    if (labels.stream().anyMatch(Optional::isPresent)) {
      events = new LogEvents(labels);
      events.setContext(context);
      events.start();
      root.addAppender(events);
    }
  }

  private void set(String logger, LogLevel level) {
    set(logger, Optional.of(level));
  }

  /** Sets the level of one logger and those below it; without one it has that of those above. */
  void set(String logger, Optional<LogLevel> level) {
    context.getLogger(logger).setLevel(level.map(AgentLog::logback).orElse(null));
  }

  private static Level logback(LogLevel level) {
    return level == LogLevel.FATAL ? Level.ERROR : Level.valueOf(level.name());
  }
}
