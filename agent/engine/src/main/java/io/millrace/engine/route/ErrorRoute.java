package io.millrace.engine.route;

import io.millrace.api.ErrorSink;
import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventStream;
import io.millrace.event.EventTime;
import io.millrace.event.EventView;
import io.millrace.event.JsonTranscoder;
import io.millrace.event.PackedEvents;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Where events go that fail: into {@code <label @ERROR>} if the configuration has one. Without it a
 * single bad event is written to the log, and a stream that an output did not take goes back to its
 * input as an error.
 *
 * <p>Source: Fluentd's root agent, error events and emit errors.
 */
public final class ErrorRoute implements ErrorSink, FailedEmits {
  private final Logger log;
  private final Duration logInterval;
  private final LongAdder lost = new LongAdder();
  private final LongAdder rescued = new LongAdder();
  private final AtomicLong nextLog = new AtomicLong(Long.MIN_VALUE);
  private @Nullable EventSink errorLabel; // set once, before the first event

  /** Without an error label; failed emits are logged at most once in {@code logInterval}. */
  public ErrorRoute(Logger log, Duration logInterval) {
    this.log = log;
    this.logInterval = logInterval;
  }

  /** Sends what fails to {@code label} from now on. */
  public void errorLabel(EventSink label) {
    this.errorLabel = label;
  }

  /** Events that were written to the log because there is no error label. */
  public LongAdder lost() {
    return lost;
  }

  /** Events that went to the error label. */
  public LongAdder rescued() {
    return rescued;
  }

  /** The handler for the error label itself, whose failures must not come back to it. */
  public FailedEmits withoutLabel() {
    return (tag, events, error) -> {
      logFailedEmit(tag, unwrap(error));
      return EventSink.failed(unwrap(error));
    };
  }

  @Override
  public void emit(Tag tag, EventView event, Throwable error) {
    emit(tag, event.time(), ByteSlice.of(event.recordBytes().toBytes()), error);
  }

  @Override
  public void emit(Tag tag, EventTime time, ByteSlice record, Throwable error) {
    emit(log, tag, time, record, error);
  }

  /** This route for one plugin: the log names it. */
  public ErrorSink of(Logger plugin) {
    return new ErrorSink() {
      @Override
      public void emit(Tag tag, EventView event, Throwable error) {
        emit(tag, event.time(), ByteSlice.of(event.recordBytes().toBytes()), error);
      }

      @Override
      public void emit(Tag tag, EventTime time, ByteSlice record, Throwable error) {
        ErrorRoute.this.emit(plugin, tag, time, record, error);
      }
    };
  }

  private void emit(Logger logger, Tag tag, EventTime time, ByteSlice record, Throwable error) {
    if (errorLabel == null) {
      lost.increment();
      logger.warn(
          "dump an error event: error_class={} error={} tag=\"{}\" time={} record={}",
          error.getClass().getSimpleName(),
          quoted(error),
          tag,
          time.seconds(),
          json(record));
      return;
    }
    logger.warn(
        "send an error event to @ERROR: error_class={} error={} tag=\"{}\" time={}",
        error.getClass().getSimpleName(),
        quoted(error),
        tag,
        time.seconds());
    rescued.increment();
    errorLabel
        .emit(tag, PackedEvents.of(time, record))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                lost.increment();
                log.warn(
                    "dump an error event that @ERROR did not take: error={} tag=\"{}\" record={}",
                    quoted(failure),
                    tag,
                    json(record));
              }
            });
  }

  @Override
  public CompletionStage<Void> handle(Tag tag, EventStream events, Throwable error) {
    Throwable cause = unwrap(error);
    if (errorLabel == null) {
      logFailedEmit(tag, cause);
      return EventSink.failed(cause);
    }
    log.warn(
        "send an error event stream to @ERROR: error_class={} error={} tag=\"{}\"",
        cause.getClass().getSimpleName(),
        quoted(cause),
        tag);
    rescued.add(events.count());
    return errorLabel.emit(tag, events);
  }

  private void logFailedEmit(Tag tag, Throwable cause) {
    long now = System.nanoTime();
    long next = nextLog.get();
    if (next != Long.MIN_VALUE && now - next < 0) {
      return;
    }
    nextLog.set(now + logInterval.toNanos());
    log.warn(
        "emit transaction failed: error_class={} error={} tag=\"{}\"",
        cause.getClass().getSimpleName(),
        quoted(cause),
        tag);
    log.debug("emit transaction failed", cause);
  }

  private static Throwable unwrap(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  private static String quoted(Throwable error) {
    return "\"" + Optional.ofNullable(error.getMessage()).orElse("") + "\"";
  }

  private static String json(ByteSlice record) {
    ByteArraySink out = new ByteArraySink(256);
    JsonTranscoder.write(record.array(), record.offset(), out);
    return out.toString();
  }
}
