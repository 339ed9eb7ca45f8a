package io.millrace.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What one logger and those below it say while a test runs. */
public final class TestLog implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final @Nullable Level before;

  private TestLog(Logger logger) {
    this.logger = logger;
    this.before = logger.getLevel();
  }

  /** Of the logger called {@code name}, from INFO upwards. */
  public static TestLog of(String name) {
    return of(LoggerFactory.getLogger(name), org.slf4j.event.Level.INFO);
  }

  /** Of {@code logger}, from {@code level} upwards. */
  public static TestLog of(org.slf4j.Logger logger, org.slf4j.event.Level level) {
    TestLog log = new TestLog((Logger) logger);
    log.lines.start();
    log.logger.setLevel(Level.convertAnSLF4JLevel(level));
    log.logger.addAppender(log.lines);
    return log;
  }

  /** All so far. */
  public List<String> all() {
    return messages(line -> true);
  }

  /** Those of {@code level} so far. */
  public List<String> at(org.slf4j.event.Level level) {
    return messages(line -> line.getLevel().equals(Level.convertAnSLF4JLevel(level)));
  }

  /** Warnings and errors so far. */
  public List<String> warnings() {
    return messages(line -> line.getLevel().isGreaterOrEqual(Level.WARN));
  }

  /** All so far, the level of each in front. */
  public List<String> withLevels() {
    return List.copyOf(lines.list).stream()
        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
        .toList();
  }

  private List<String> messages(Predicate<ILoggingEvent> which) {
    return List.copyOf(lines.list).stream()
        .filter(which)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(before);
  }
}
