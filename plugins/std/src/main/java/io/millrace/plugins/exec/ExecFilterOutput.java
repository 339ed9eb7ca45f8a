package io.millrace.plugins.exec;

import io.millrace.api.BufferDefaults;
import io.millrace.api.Child;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.CustomFormat;
import io.millrace.api.ExtractConfig;
import io.millrace.api.Formatter;
import io.millrace.api.InjectConfig;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.Param;
import io.millrace.api.Parser;
import io.millrace.api.PluginContext;
import io.millrace.api.RetryableException;
import io.millrace.api.Section;
import io.millrace.api.Size;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code @type exec_filter}: writes events to the standard input of commands that go on running,
 * and emits what they write to their standard output.
 *
 * <p>A chunk is committed when it is written to the process, as in Fluentd. What the process has
 * not written back when it is killed is lost: what it holds, and what lies in the two pipes to and
 * from it (64 KiB each on Linux). A chunk during which a process ends is written to another as a
 * whole, so that its first events may come twice. At shutdown the processes see the end of their
 * input and get {@link #PATIENCE} to write back what they have before they are asked to end.
 *
 * <p>A process that does not read holds up the flush threads of this output, and nothing else.
 *
 * <p>Source: Fluentd's out_exec_filter.
 */
public final class ExecFilterOutput implements Output, CustomFormat, ChunkWriter {
  /** How long a process that is to end may take for each step towards it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How often the processes are looked after, in milliseconds. */
  private static final long LOOK_MILLIS = 200;

  private static final int LINES_OF_EXITS = 10;

  /** Settings of {@code <match>} with {@code @type exec_filter}. */
  public record Config(
      @Param(doc = "What the shell runs: reads events and writes events until its input ends.")
          String command,
      @Param(doc = "Tag of events for which <extract> finds none.") Optional<String> tag,
      @Param(doc = "Number of processes; chunks go to them in turn.", def = "1") int numChildren,
      @Param(
              doc =
                  "How often a process that ended is replaced: none or 0, a number, inf or -1 for"
                      + " always.",
              def = "none")
          String childRespawn,
      @Param(doc = "Bytes of a process's output that are read at once.", def = "10240")
          Size readBlockSize,
      @Param(
              doc = "Least time between two log lines about output that is no event; 0 logs all.",
              def = "0")
          Duration suppressErrorLogInterval,
      @Param(doc = "Taken off the front of tags.", deprecated = "use @label instead of tags")
          Optional<String> removePrefix,
      @Param(
              doc = "Put in front of tags that <extract> found, with a dot.",
              deprecated = "use @label instead of tags")
          Optional<String> addPrefix,
      @Section(doc = "How events are written to the process.", defaults = "@type tsv")
          Child<Formatter> format,
      @Section(
              doc = "How the output of the process is read.",
              defaults = {"@type tsv", "time_key", "estimate_current_event false"})
          Child<Parser> parse,
      @Section(doc = "What is added to each record.", defaults = "time_type unixtime")
          InjectConfig inject,
      @Section(doc = "What is taken out of the records that come back.")
          Optional<ExtractConfig> extract) {
    /** There must be a command, a process and a tag. */
    public Config {
      Commands.check(command);
      if (tag.isEmpty() && extract.flatMap(ExtractConfig::tagKey).isEmpty()) {
        throw new IllegalArgumentException(
            "'tag' or '<extract> tag_key </extract>' option is required on exec_filter output");
      }
      if (numChildren < 1) {
        throw new IllegalArgumentException(
            "num_children " + numChildren + ": at least 1 is needed");
      }
      Respawns.parse(childRespawn);
      BlockSize.check(readBlockSize);
    }
  }

  private final Config config;
  private final PluginContext context;
  private final TextFormat format;
  private final Optional<TagPrefix> removed;
  private final List<FilterChild> children = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final CountDownLatch ending = new CountDownLatch(1);
  private volatile boolean stopping;
  private @Nullable Thread watch;

  private ExecFilterOutput(Config config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.format = new TextFormat(config.format(), config.inject(), context);
    this.removed = config.removePrefix().map(TagPrefix::new);
    ReturnedEvents.Rules rules =
        new ReturnedEvents.Rules(
            context,
            "exec_filter",
            context.open(config.parse()),
            config.extract(),
            config.addPrefix().map(prefix -> prefix + ".").orElse(""),
            config.tag().map(Tag::of),
            UnaryOperator.identity(),
            new LogBudget(1, config.suppressErrorLogInterval()));
    int block = (int) config.readBlockSize().bytes();
    LogBudget exits = new LogBudget(LINES_OF_EXITS, PATIENCE);
    for (int i = 0; i < config.numChildren(); i++) {
      children.add(
          new FilterChild(
              i,
              config.command(),
              Respawns.parse(config.childRespawn()),
              context,
              exits,
              () -> new TextStream(config.parse().type(), block, new ReturnedEvents(rules))));
    }
  }

  /** Events come back from it: what they are emitted to must outlive it. */
  @Override
  public boolean emits() {
    return true;
  }

  @Override
  public void start() throws Exception {
    for (FilterChild child : children) {
      child.start();
    }
    watch = context.thread("children", this::watch);
    watch.start();
  }

  private void watch() {
    try {
      while (!ending.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        for (FilterChild child : children) {
          child.look();
          if (stopping) {
            child.killIfStuck(PATIENCE);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    format.write(removed.isPresent() ? removed.get().removedFrom(tag) : tag, event, out);
  }

  @Override
  public void write(Chunk chunk) {
    for (int tries = 0; tries < children.size(); tries++) {
      int next = Math.floorMod(turn.getAndIncrement(), children.size());
      if (children.get(next).write(chunk)) {
        return;
      }
    }
    throw new RetryableException(
        "no healthy child processes exist: command=\""
            + config.command()
            + "\" child_respawn="
            + config.childRespawn()
            + "; see why it ends, or let child_respawn replace it");
  }

  @Override
  public void stop() {
    stopping = true;
  }

  @Override
  public void shutdown() throws InterruptedException {
    stopping = true;
    ending.countDown();
    if (watch != null) {
      watch.join();
    }
    children.forEach(FilterChild::closeInput);
    if (awaitEnd()) {
      return;
    }
    children.forEach(FilterChild::terminate);
    if (!awaitEnd()) {
      context.log().warn("child processes do not end on TERM and are killed: {}", config.command());
      children.forEach(FilterChild::kill);
      awaitEnd();
    }
  }

  private boolean awaitEnd() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean all = true;
    for (FilterChild child : children) {
      all &= child.awaitEnd(deadline);
    }
    return all;
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "exec_filter",
          "Passes events through commands that go on running.",
          Config.class,
          ExecFilterOutput::new);
    }

    @Override
    public BufferDefaults bufferDefaults(Config config) {
      return new BufferDefaults(List.of(), Map.of("flush_mode", "interval", "flush_interval", "1"));
    }
  }
}
