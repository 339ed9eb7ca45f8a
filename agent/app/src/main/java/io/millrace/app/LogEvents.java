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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as events: entries go to {@code <label @FLUENT_LOG>} with the tag {@code fluent.LEVEL}. A
 * thread of its own emits them, so that logging never waits for an output; what that thread logs
 * itself is not emitted, or one bad output would feed itself. Entries that come faster than they
 * are taken are left out.
 *
 * <p>Source: Fluentd's log event router.
 */
final class LogEvents extends AppenderBase<ILoggingEvent> {
  private static final Logger LOG = LoggerFactory.getLogger("engine");
  private static final int WAITING = 1024;
  private static final long END_MILLIS = 5_000;

  private final List<Optional<EventSink>> labels;
  private final BlockingQueue<Optional<ILoggingEvent>> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread emitter = new Thread(this::emitAll, "log-events");
  private boolean failed; // the emitter's

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

  /**
   * Emits what waits, and ends. The emitter is never interrupted: it may be writing to a buffer's
   * file, which an interrupt would close.
   */
  @Override
  public void stop() {
    super.stop();
    waiting.offer(Optional.empty()); // if there is no room for it, nobody waits
    try {
      emitter.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (Thread.currentThread() != emitter) {
      event.prepareForDeferredProcessing();
      waiting.offer(Optional.of(event));
    }
  }

  private void emitAll() {
    try {
      while (isStarted()) {
        waiting.take().ifPresent(this::tryToEmit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Optional<ILoggingEvent> last = waiting.poll(); last != null; last = waiting.poll()) {
      last.ifPresent(this::tryToEmit);
    }
  }

  /** An entry that is not taken must not end the thread; the first one is told. */
  private void tryToEmit(ILoggingEvent event) {
    try {
      emit(event);
    } catch (RuntimeException e) {
      if (!failed) {
        failed = true;
        LOG.warn(
            "a line of the log could not be emitted to @FLUENT_LOG, further ones are not reported:"
                + " error_class={} error=\"{}\"",
            e.getClass().getSimpleName(),
            e.getMessage());
      }
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
