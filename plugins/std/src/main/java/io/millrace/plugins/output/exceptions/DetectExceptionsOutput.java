package io.millrace.plugins.output.exceptions;

import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Size;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import io.millrace.event.RecordPath;
import io.millrace.plugins.held.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code @type detect_exceptions}: joins the lines of a stack trace to one event and emits that,
 * and every other event as it is, with a shorter tag.
 *
 * <p>The lines of an unfinished trace are held in memory, by tag and {@code stream}. They are
 * acknowledged to their input at once, as in Fluentd: a process that is killed loses them. The tags
 * are spread over {@value #STRIPES} {@link Traces}, each with a lock of its own.
 *
 * <p>Source: fluent-plugin-detect-exceptions.
 */
public final class DetectExceptionsOutput implements Output, EventSink {
  private static final int STRIPES = 16;
  private static final Duration SHORTEST_LOOK = Duration.ofSeconds(1);

  /** Settings of {@code <match>} with {@code @type detect_exceptions}. */
  public record Config(
      @Param(doc = "First parts of the tag, which the events that are emitted do not have.")
          String removeTagPrefix,
      @Param(doc = "Field that holds the lines; without it message, else log.", def = "")
          String message,
      @Param(
              doc =
                  "Languages whose traces are known: java, javascript, js, csharp, python, py, php,"
                      + " go, ruby, rb, dart, all. None means all.",
              def = "")
          List<String> languages,
      @Param(doc = "How old an unfinished trace may become; without it, any age.")
          Optional<Duration> multilineFlushInterval,
      @Param(doc = "Whether lines without a line feed get one between them.", def = "false")
          boolean forceLineBreaks,
      @Param(doc = "Lines that a trace may have; 0 is no limit.", def = "1000") int maxLines,
      @Param(doc = "Bytes of text that a trace may have; 0 is no limit.", def = "0") Size maxBytes,
      @Param(doc = "Field whose values tell apart streams of one tag.", def = "") String stream,
      @Param(
              doc = "Traces that may be unfinished at once; beyond it the oldest goes on.",
              def = "10000")
          int groupLimit,
      @Param(
              doc =
                  "Bytes that all unfinished traces together may have; beyond it the oldest goes"
                      + " on.",
              def = "64m")
          Size totalLimitSize) {}

  private final Traces[] stripes = new Traces[STRIPES];
  private final Config config;
  private final PluginContext context;
  private final String prefix;
  private final AtomicBoolean flushing = new AtomicBoolean();

  private DetectExceptionsOutput(Config config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.prefix = config.removeTagPrefix() + ".";
    Usage usage = new Usage(config.groupLimit(), config.totalLimitSize().bytes());
    context.gauge("held_groups", "Unfinished traces.", usage::groups);
    context.gauge("held_bytes", "Bytes of the unfinished traces.", usage::bytes);
    Detection detection =
        new Detection(
            TraceRules.of(config.languages()),
            field(config.message()),
            field(config.stream()),
            config.forceLineBreaks(),
            config.maxLines(),
            config.maxBytes().bytes(),
            usage,
            context);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Traces(detection);
    }
  }

  private static Optional<RecordPath> field(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(RecordPath.ofKey(name));
  }

  @Override
  public void start() {
    config
        .multilineFlushInterval()
        .ifPresent(
            interval -> {
              Duration tenth = interval.dividedBy(10);
              Duration look = tenth.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : tenth;
              context.every(look, look, () -> look(interval));
            });
  }

  /** Starts a thread if a trace is too old: the timer's must not emit. */
  private void look(Duration interval) {
    long due = context.clock().millis() - interval.toMillis();
    for (Traces traces : stripes) {
      if (traces.hasBegunBefore(due) && flushing.compareAndSet(false, true)) {
        context.thread("flush", () -> flushOlderThan(interval)).start();
        return;
      }
    }
  }

  /** Emits the traces that began longer than {@code interval} ago. */
  void flushOlderThan(Duration interval) {
    try {
      long due = context.clock().millis() - interval.toMillis();
      for (Traces traces : stripes) {
        traces.flushBegunBefore(due);
      }
    } finally {
      flushing.set(false);
    }
  }

  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    Tag out = tag.value().startsWith(prefix) ? Tag.of(tag.value().substring(prefix.length())) : tag;
    return stripes[Math.floorMod(tag.hashCode(), STRIPES)].take(tag, out, events.packed());
  }

  /**
   * Emits what is held. What comes later, from filters that stop after this output, is not held any
   * more.
   */
  @Override
  public void beforeShutdown() {
    for (Traces traces : stripes) {
      traces.drain();
    }
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "detect_exceptions",
          "Joins the lines of stack traces.",
          Config.class,
          DetectExceptionsOutput::new);
    }
  }
}
