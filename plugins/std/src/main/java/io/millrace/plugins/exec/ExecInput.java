package io.millrace.plugins.exec;

import io.millrace.api.Child;
import io.millrace.api.ExtractConfig;
import io.millrace.api.Input;
import io.millrace.api.InputFactory;
import io.millrace.api.Param;
import io.millrace.api.Parser;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.Size;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code @type exec}: runs a command, once or at an interval, and emits what it writes. The first
 * run at an interval comes when that is over for the first time; a run is left out while the one
 * before goes on. A command waits, in its write, while a buffer behind us is full.
 *
 * <p>What a command has written and nobody has read yet is lost when the agent is killed.
 *
 * <p>Source: Fluentd's in_exec.
 */
public final class ExecInput implements Input {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Longest time between two looks at what runs. */
  private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();

  private static final int LOG_LINES = 10;

  /** What is read of a command. */
  public enum ConnectMode {
    /** Its standard output; its errors go to the log. */
    READ(ChildProcess.Streams.OUTPUT),
    /** Its standard output and errors, as one. */
    READ_WITH_STDERR(ChildProcess.Streams.OUTPUT_AND_ERRORS);

    private final ChildProcess.Streams streams;

    ConnectMode(ChildProcess.Streams streams) {
      this.streams = streams;
    }
  }

  /** Settings of {@code <source>} with {@code @type exec}. */
  public record Config(
      @Param(doc = "What the shell runs.") String command,
      @Param(doc = "Tag of events for which <extract> finds none.") Optional<String> tag,
      @Param(doc = "Time between two runs; without it the command runs once, and may go on.")
          Optional<Duration> runInterval,
      @Param(doc = "What is read: read, or read_with_stderr.", def = "read")
          ConnectMode connectMode,
      @Param(doc = "How long one run may take; then it is killed with what it started.")
          Optional<Duration> commandTimeout,
      @Param(doc = "Bytes of the output that are read at once.", def = "10240") Size readBlockSize,
      @Param(
              doc =
                  "Encoding of the output, which becomes UTF-8; without it bytes stay as they are.")
          Optional<String> encoding,
      @Section(
              doc = "How the output is read.",
              defaults = {"@type tsv", "time_key", "estimate_current_event false"})
          Child<Parser> parse,
      @Section(doc = "What is taken out of the records.") Optional<ExtractConfig> extract) {
    /** There must be a command and a tag. */
    public Config {
      Commands.check(command);
      if (tag.isEmpty() && extract.flatMap(ExtractConfig::tagKey).isEmpty()) {
        throw new IllegalArgumentException("'tag' or 'tag_key' option is required on exec input");
      }
      if (runInterval.filter(time -> time.isZero() || time.isNegative()).isPresent()) {
        throw new IllegalArgumentException("run_interval must be longer than 0");
      }
      encoding.ifPresent(ExecInput::charset);
      BlockSize.check(readBlockSize);
    }
  }

  private final Config config;
  private final PluginContext context;
  private final ReturnedEvents.Rules rules;
  private final LogBudget notes = new LogBudget(LOG_LINES, PATIENCE);
  private final CountDownLatch ending = new CountDownLatch(1);
  private @Nullable Thread schedule;
  private @Nullable ChildProcess running; // the schedule's, then the shutdown's
  private @Nullable Thread reader; // the schedule's, then the shutdown's
  private long startedAt;

  private ExecInput(Config config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.rules =
        new ReturnedEvents.Rules(
            context,
            "exec",
            context.open(config.parse()),
            config.extract(),
            "",
            config.tag().map(Tag::of),
            decoding(config.encoding()),
            new LogBudget(LOG_LINES, PATIENCE));
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "encoding " + name + " is not known: a name such as EUC-JP is expected", e);
    }
  }

  private static UnaryOperator<ByteSlice> decoding(Optional<String> encoding) {
    Charset from = encoding.map(ExecInput::charset).orElse(StandardCharsets.UTF_8);
    return from.equals(StandardCharsets.UTF_8)
        ? UnaryOperator.identity()
        : text -> ByteSlice.utf8(new String(text.array(), text.offset(), text.length(), from));
  }

  @Override
  public void afterStart() {
    schedule = context.thread("in", this::schedule);
    schedule.start();
  }

  private void schedule() {
    try {
      long interval = config.runInterval().map(Duration::toNanos).orElse(Long.MAX_VALUE / 2);
      long due = System.nanoTime() + (config.runInterval().isPresent() ? interval : 0);
      long wait = due - System.nanoTime();
      while (!ending.await(Math.min(wait, LOOK_NANOS), TimeUnit.NANOSECONDS)) {
        look();
        long now = System.nanoTime();
        if (now - due >= 0) {
          due = Math.max(due + interval, now);
          run();
        }
        wait = due - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    ChildProcess now = running;
    if (now == null) {
      return;
    }
    if (!now.isAlive()) {
      running = null;
      tellOfFailure(now.exitCode());
    } else if (config.commandTimeout().isPresent()
        && System.nanoTime() - startedAt > config.commandTimeout().get().toNanos()) {
      note("killing a command that runs longer than command_timeout: ");
      now.kill();
    }
  }

  private void tellOfFailure(int code) {
    if (code != 0) {
      note("command exits with error code: " + Commands.ending(code) + " ");
    }
  }

  private void note(String what) {
    long left = notes.take();
    if (left >= 0) {
      context.log().warn("{}command=\"{}\"{}", what, config.command(), LogBudget.note(left));
    }
  }

  private void run() {
    if (running != null || (reader != null && reader.isAlive())) {
      note("previous child process is still running. skipped. ");
      return;
    }
    try {
      ChildProcess started =
          ChildProcess.start(config.command(), config.connectMode().streams, context);
      startedAt = System.nanoTime();
      running = started;
      reader = context.thread("output", () -> read(started));
      reader.start();
    } catch (IOException e) {
      context.log().error("cannot start command=\"{}\"", config.command(), e);
    }
  }

  private void read(ChildProcess from) {
    int block = (int) config.readBlockSize().bytes();
    try (InputStream in = from.output()) {
      new TextStream(config.parse().type(), block, new ReturnedEvents(rules)).readAll(in);
    } catch (IOException | RuntimeException e) {
      context
          .log()
          .warn(
              "cannot read on what a command writes; it is asked to end: error=\"{}\""
                  + " command=\"{}\"",
              e.getMessage(),
              config.command());
      from.terminate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    ending.countDown();
  }

  @Override
  public void shutdown() throws InterruptedException {
    ending.countDown();
    if (schedule != null) {
      schedule.join();
    }
    if (running != null) {
      running.end(PATIENCE, why -> context.log().warn("{}: {}", why, config.command()));
    }
    if (reader != null) {
      reader.join(PATIENCE.toMillis());
      reader.interrupt();
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends InputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("exec", "Emit what a command writes.", Config.class, ExecInput::new);
    }
  }
}
