package io.millrace.plugins.sample;

import io.millrace.api.Input;
import io.millrace.api.InputFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code @type sample}, formerly {@code dummy}: emits records of a list in turn, {@code rate} times
 * a second, {@code size} at once. A tenth of the rate is emitted each tenth of a second, what is
 * left over at the end of it.
 *
 * <p>Source: Fluentd's sample input.
 */
public final class SampleInput implements Input {
  private static final int PARTS = 10;
  private static final long PART_NANOS = Duration.ofSeconds(1).toNanos() / PARTS;

  /** Settings of {@code @type sample}. */
  public record Config(
      @Param(doc = "Tag of the events.") String tag,
      @Param(doc = "Number of events in each emit.", def = "1") int size,
      @Param(doc = "Number of emits per second.", def = "1") int rate,
      @Param(doc = "Field that takes a number that grows with each event, from 0.")
          Optional<String> autoIncrementKey,
      @Param(doc = "Whether the number is kept over a restart.", deprecated = "it has no effect")
          Optional<Boolean> suspend,
      @Param(doc = "Saves memory in other agents; has no effect here.", def = "false")
          boolean reuseRecord,
      @Param(
              doc = "The record, or an array of records, as JSON.",
              alias = "dummy",
              def = "[{\"message\":\"sample\"}]")
          String sample) {
    /** Counts must be positive and the sample made of records. */
    public Config {
      if (size < 1) {
        throw new IllegalArgumentException("size " + size + ": at least 1 is needed");
      }
      if (rate < 0) {
        throw new IllegalArgumentException("rate " + rate + ": 0 or more is needed");
      }
      SampleRecords.parse(sample);
    }
  }

  private final Config config;
  private final PluginContext context;
  private final Tag tag;
  private final List<ByteSlice> records;
  private final Optional<RecordPath> counterKey;
  private final RecordEditor editor = new RecordEditor();
  private final EventsBuilder events = new EventsBuilder(1024);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;
  private int next;
  private long counter;

  private SampleInput(Config config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.tag = Tag.of(config.tag());
    this.records = SampleRecords.parse(config.sample());
    this.counterKey = config.autoIncrementKey().map(RecordPath::ofKey);
  }

  @Override
  public void afterStart() {
    thread = context.thread("in", this::run);
    thread.start();
  }

  private void run() {
    try {
      long due = System.nanoTime();
      for (int part = 1; stopping.getCount() > 0; part = part % PARTS + 1) {
        emit(config.rate() / PARTS);
        due += PART_NANOS;
        if (part == PARTS) {
          emit(config.rate() % PARTS);
        }
        long now = System.nanoTime();
        due = Math.max(due, now - PART_NANOS); // what was held up is not made up for
        stopping.await(due - now, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void emit(int times) throws InterruptedException {
    for (int i = 0; i < times && stopping.getCount() > 0; i++) {
      EventTime now = EventTime.of(context.clock().instant());
      for (int n = 0; n < config.size(); n++) {
        events.append(now, record());
      }
      await(context.out().emit(tag, events.build()).toCompletableFuture());
    }
  }

  private ByteSlice record() {
    ByteSlice sample = records.get(next);
    next = (next + 1) % records.size();
    if (counterKey.isEmpty()) {
      return sample;
    }
    editor
        .copyOf(sample.array(), sample.offset(), sample.end())
        .setInteger(counterKey.get(), counter++);
    return editor.record();
  }

  /** Holds back while a buffer is full; what failed, the router has reported. */
  private void await(CompletableFuture<Void> arrival) throws InterruptedException {
    while (stopping.getCount() > 0) {
      try {
        arrival.get(PART_NANOS, TimeUnit.NANOSECONDS);
        return;
      } catch (TimeoutException e) {
        context.log().trace("waiting for room in a buffer", e);
      } catch (ExecutionException e) {
        context.log().debug("emit failed", e.getCause());
        return;
      }
    }
  }

  @Override
  public void stop() {
    stopping.countDown();
  }

  @Override
  public void shutdown() throws InterruptedException {
    stop();
    Thread running = thread;
    if (running != null) {
      running.join();
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends InputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("sample dummy", "Emit made-up events.", Config.class, SampleInput::new);
    }
  }
}
