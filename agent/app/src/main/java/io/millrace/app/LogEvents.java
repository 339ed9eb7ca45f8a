package io.millrace.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.EventsBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The log as events: entries go to {@code <label @FLUENT_LOG>} with the tag {@code fluent.LEVEL}. A
 * thread of its own emits them, so that logging never waits for an output; what that thread logs
 * itself is not emitted, or one bad output would feed itself. Entries that come faster than they
 * are taken are left out.
 *
 * <p>Source: Fluentd's log event router.
 */
final class LogEvents extends AppenderBase<ILoggingEvent> {
  private static final int WAITING = 1024;

  private final List<Optional<EventSink>> labels;
  private final BlockingQueue<ILoggingEvent> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread emitter = new Thread(this::emitAll, "log-events");

  /** Into the labels of workers, by their numbers. */
  LogEvents(List<Optional<EventSink>> labels) {
    this.labels = labels;
    emitter.setDaemon(true);
  }

  @Override
  public void start() {
    super.start();
    emitter.start();
  }

  @Override
  public void stop() {
    super.stop();
    emitter.interrupt();
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (Thread.currentThread() != emitter) {
      event.prepareForDeferredProcessing();
      waiting.offer(event);
    }
  }

  private void emitAll() {
    try {
      while (isStarted()) {
        emit(waiting.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped
    }
  }

  private void emit(ILoggingEvent event) {
    int worker = LogEntry.worker(event);
    Optional<EventSink> label = worker < labels.size() ? labels.get(worker) : Optional.empty();
    label.ifPresent(sink -> emit(event, sink));
  }

  private static void emit(ILoggingEvent event, EventSink label) {
    Map<String, Object> record = new LinkedHashMap<>(LogEntry.pairs(event));
    record.put("message", event.getFormattedMessage());
    EventsBuilder events = new EventsBuilder(256);
    events.begin(LogEntry.time(event)).value(record);
    label.emit(Tag.of("fluent." + LogEntry.level(event)), events.build());
  }
}
