package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogEventsTest {
  private final List<String> tags = new CopyOnWriteArrayList<>();
  private final List<Boolean> interrupted = new CopyOnWriteArrayList<>();
  private final LoggerContext context = new LoggerContext();

  LogEventsTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  private CompletionStage<Void> take(Tag tag, EventStream events) {
    tags.add(tag.toString() + ' ' + events.count());
    interrupted.add(Thread.currentThread().isInterrupted());
    return EventSink.DONE;
  }

  private LogEvents started(EventSink label) {
    LogEvents events = new LogEvents(List.of(Optional.of(label)));
    events.setContext(context);
    events.start();
    return events;
  }

  private LoggingEvent line(Level level) {
    return new LoggingEvent("", context.getLogger("engine"), level, "a line", null, null);
  }

  @Test
  void stopEmitsWhatWaitsAndNeverInterruptsAnEmit() throws Exception {
    CountDownLatch inEmit = new CountDownLatch(1);
    CountDownLatch stopping = new CountDownLatch(1);
    LogEvents events =
        started(
            (tag, stream) -> {
              inEmit.countDown();
              awaitUninterrupted(stopping);
              return take(tag, stream);
            });

    events.doAppend(line(Level.WARN));
    assertThat(inEmit.await(20, TimeUnit.SECONDS)).isTrue();
    events.doAppend(line(Level.ERROR));
    Thread stopper = new Thread(events::stop);
    stopper.start();
    while (events.isStarted()) {
      Thread.onSpinWait();
    }
    stopping.countDown();
    stopper.join();

    assertThat(tags).containsExactly("fluent.warn 1", "fluent.error 1");
    assertThat(interrupted).containsOnly(false);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aLineThatTheLabelDoesNotTakeIsNotTheLastOne() {
    LogEvents events =
        started(
            (tag, stream) -> {
              if (tag.toString().equals("fluent.warn")) {
                throw new IllegalStateException("full");
              }
              return take(tag, stream);
            });

    events.doAppend(line(Level.WARN));
    events.doAppend(line(Level.INFO));
    events.stop();

    assertThat(tags).containsExactly("fluent.info 1");
  }
}
