package io.millrace.plugins.monitor;

import io.millrace.api.PluginContext;
import io.millrace.api.PluginStatus;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Emits one event for each plugin every interval, from a thread of its own. */
final class MonitorEvents {
  private static final long END_MILLIS = 5_000;

  private final PluginContext context;
  private final Tag tag;
  private final Duration interval;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  MonitorEvents(PluginContext context, String tag, Duration interval) {
    this.context = context;
    this.tag = Tag.of(tag);
    this.interval = interval;
  }

  void start() {
    Thread started = context.thread("in", this::run);
    thread = started;
    started.start();
  }

  private void run() {
    try {
      while (!stopping.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        emit();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void emit() {
    try {
      context.out().emit(tag, events()).toCompletableFuture().join();
    } catch (CompletionException e) {
      context
          .log()
          .warn(
              "events about the plugins were not accepted, the next come in {} s: tag=\"{}\""
                  + " error=\"{}\"",
              interval.toSeconds(),
              tag,
              String.valueOf(e.getCause()));
    }
  }

  private PackedEvents events() {
    Instant now = context.clock().instant();
    EventTime time = new EventTime(now.getEpochSecond(), now.getNano());
    EventsBuilder events = new EventsBuilder(1 << 12);
    for (PluginStatus plugin : context.monitor().plugins()) {
      ByteArraySink record = new ByteArraySink(1 << 10);
      new PackWriter(record).value(PluginObject.of(plugin, Detail.EVENT));
      events.append(time, ByteSlice.of(record.array(), 0, record.size()));
    }
    return events.build();
  }

  void stop() {
    stopping.countDown();
  }

  /** Waits for the thread, but not for an output that blocks. */
  void end() throws InterruptedException {
    stop();
    if (thread != null) {
      thread.join(END_MILLIS);
      thread.interrupt();
    }
  }
}
