package io.millrace.plugins.forward.out;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What one logger says, from INFO upwards, while a test runs. */
public final class TestLog implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final @Nullable Level before;

  private TestLog(Logger logger) {
    this.logger = logger;
    this.before = logger.getLevel();
  }

  /** Of the logger called {@code name}. */
  public static TestLog of(String name) {
    TestLog log = new TestLog((Logger) LoggerFactory.getLogger(name));
    log.lines.start();
    log.logger.setLevel(Level.INFO);
    log.logger.addAppender(log.lines);
    return log;
  }

  /** All so far. */
  List<String> all() {
    return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** Warnings and errors so far. */
  public List<String> warnings() {
    return List.copyOf(lines.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(before);
  }
}
