package io.millrace.plugins.filter.concat;

import io.millrace.api.FilterFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Size;
import io.millrace.api.StreamFilter;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventStream;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordPath;
import io.millrace.event.RubyRegexp;
import io.millrace.plugins.held.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code @type concat}: joins the texts of events that belong together, such as the lines of a
 * stack trace or the parts a container runtime cut a line into.
 *
 * <p>Events are held in memory, by tag and {@code stream_identity_key}, until the mode that is set
 * says their text is complete, nothing came for {@code flush_interval}, there is no room for more,
 * or the agent stops. An event that is held is acknowledged to its input at once, as in Fluentd: a
 * process that is killed loses what it holds.
 *
 * <p>Tags are spread over {@value #STRIPES} {@link Groups}, each with a lock that is taken once for
 * a stream, so the order of events is kept and streams of different tags do not wait for each
 * other.
 *
 * <p>Source: Fluentd's filter_concat.
 */
public final class ConcatFilter implements StreamFilter {
  private static final int STRIPES = 16;
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Lines of the agent's own log are never held. */
  private static final Set<String> LOG_TAGS =
      Set.of(
          "fluent.trace",
          "fluent.debug",
          "fluent.info",
          "fluent.warn",
          "fluent.error",
          "fluent.fatal");

  /** Settings of {@code <filter>} with {@code @type concat}. */
  public record Config(
      @Param(doc = "Field whose texts are joined.") String key,
      @Param(doc = "What stands between the texts.", def = "\n") String separator,
      @Param(doc = "Number of events that make one.") Optional<Integer> nLines,
      @Param(doc = "What the first text matches.") Optional<RubyRegexp> multilineStartRegexp,
      @Param(doc = "What the last text matches.") Optional<RubyRegexp> multilineEndRegexp,
      @Param(doc = "What the texts behind the first match; all others stand alone.")
          Optional<RubyRegexp> continuousLineRegexp,
      @Param(doc = "Field whose values tell apart streams of one tag.")
          Optional<String> streamIdentityKey,
      @Param(doc = "How long to wait for more events; 0 waits for ever.", def = "60")
          Duration flushInterval,
      @Param(
              doc =
                  "Label that takes what waited too long; without it, that goes on like any other"
                      + " event.")
          Optional<String> timeoutLabel,
      @Param(doc = "Whether the time is that of the first event.", def = "false")
          boolean useFirstTimestamp,
      @Param(doc = "Field that says whether more follows.") Optional<String> partialKey,
      @Param(doc = "What partial_key holds while more follows.") Optional<String> partialValue,
      @Param(
              doc = "Whether partial_key, or the log tag of CRI, stays in the joined record.",
              def = "false")
          boolean keepPartialKey,
      @Param(doc = "Whether Docker's fields say what belongs together.", def = "false")
          boolean usePartialMetadata,
      @Param(
              doc =
                  "What Docker's fields are called: docker-fluentd, docker-journald or"
                      + " docker-journald-lowercase.",
              def = "docker-fluentd")
          String partialMetadataFormat,
      @Param(doc = "Whether Docker's fields stay in the joined record.", def = "false")
          boolean keepPartialMetadata,
      @Param(doc = "Whether the log tag of CRI says what belongs together.", def = "false")
          boolean usePartialCriLogtag,
      @Param(doc = "Field that holds the log tag of CRI.") Optional<String> partialCriLogtagKey,
      @Param(doc = "Field that holds CRI's name of the stream.", def = "stream")
          String partialCriStreamKey,
      @Param(doc = "Bytes that a group of partial_key may hold.", def = "512000")
          Size bufferLimitSize,
      @Param(doc = "What to do with an event that is too much for its group.", def = "ignore")
          PartialField.Overflow bufferOverflowMethod,
      @Param(
              doc =
                  "Groups that may be held at once; beyond it the one that waited longest goes on.",
              def = "10000")
          int groupLimit,
      @Param(
              doc =
                  "Bytes that all groups together may hold; beyond it the one that waited longest"
                      + " goes on.",
              def = "64m")
          Size totalLimitSize) {}

  private final Groups[] stripes = new Groups[STRIPES];
  private final Config config;
  private final PluginContext context;
  private final EarlyGroups early;
  private final AtomicBoolean flushing = new AtomicBoolean();

  private ConcatFilter(Config config, PluginContext context) {
    this.config = config;
    this.context = context;
    Joining joining =
        new Joining(
            RecordPath.ofKey(config.key()),
            ByteSlice.utf8(config.separator()),
            config.useFirstTimestamp(),
            ModeSettings.mode(config),
            context.errors(),
            context.counter("dropped_records", "Events given up by buffer_overflow_method."));
    this.early = new EarlyGroups(joining, config.timeoutLabel(), context);
    Usage usage = new Usage(config.groupLimit(), config.totalLimitSize().bytes());
    context.gauge("held_groups", "Groups that wait for more events.", usage::groups);
    context.gauge("held_bytes", "Bytes of the events that wait.", usage::bytes);
    Optional<RecordPath> stream = config.streamIdentityKey().map(RecordPath::ofKey);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Groups(joining, stream, usage, early);
    }
  }

  @Override
  public void start() {
    if (!config.flushInterval().isZero() && !config.flushInterval().isNegative()) {
      context.every(LOOK, LOOK, this::look);
    }
  }

  /** Starts a thread if a group has waited too long: the timer's must not emit. */
  private void look() {
    long due = context.clock().millis() - config.flushInterval().toMillis();
    for (Groups groups : stripes) {
      if (groups.hasIdleSince(due) && flushing.compareAndSet(false, true)) {
        context.thread("flush", this::flushIdle).start();
        return;
      }
    }
  }

  /** Hands on the groups that have waited too long. */
  void flushIdle() {
    try {
      long due = context.clock().millis() - config.flushInterval().toMillis();
      for (Groups groups : stripes) {
        groups.flushIdleSince(due);
      }
    } finally {
      flushing.set(false);
    }
  }

  @Override
  public EventStream filter(Tag tag, EventStream events) {
    if (LOG_TAGS.contains(tag.value())) {
      return events;
    }
    PackedEvents in = events.packed();
    return stripes[Math.floorMod(tag.hashCode(), STRIPES)].take(tag, in, context.clock().millis());
  }

  /**
   * Hands on what is held. What comes later, from filters and outputs that stop after this one, is
   * not held any more.
   */
  @Override
  public void beforeShutdown() {
    for (Groups groups : stripes) {
      groups.drain();
    }
    if (early.waiting() > 0) {
      context
          .log()
          .warn("events that were held wait for room in a buffer: events={}", early.waiting());
    }
  }

  /** Makes this filter. */
  public static final class Factory extends FilterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("concat", "Joins events that are parts of one text.", Config.class, ConcatFilter::new);
    }
  }
}
