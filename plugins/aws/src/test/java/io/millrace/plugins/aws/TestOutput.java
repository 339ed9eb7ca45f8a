package io.millrace.plugins.aws;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.Output;
import io.millrace.config.Binder;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import io.millrace.testkit.TestContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** An output of a configuration's text, in a context of its own, with the lines it logs. */
public final class TestOutput implements AutoCloseable {
  private final TestContext context;
  private final Output output;
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  private TestOutput(String id, String text) {
    context = new TestContext(id);
    logged.start();
    ((Logger) context.log()).addAppender(logged);
    output = create(text, context);
  }

  /**
   * Created and not started.
   *
   * @param text what stands between {@code <match>} and {@code </match>}
   * @throws io.millrace.api.ConfigException if it cannot be
   */
  public static TestOutput create(String id, String text) {
    return new TestOutput(id, text);
  }

  /** Created and started. */
  public static TestOutput start(String id, String text) throws Exception {
    TestOutput output = create(id, text);
    output.start();
    return output;
  }

  private static Output create(String text, TestContext context) {
    Diagnostics diagnostics = new Diagnostics();
    Binder binder =
        new Binder(PluginCatalog.load(TestOutput.class.getClassLoader()), false, diagnostics);
    var child = binder.bindPlugin("output", parse(text));
    diagnostics.throwIfAny();
    return (Output) child.orElseThrow().create(context);
  }

  private static ConfigElement parse(String text) {
    Deque<ConfigElement.Builder> open = new ArrayDeque<>();
    open.push(ConfigElement.builder("match", "**", new SourceLocation("test.conf", 1)));
    int number = 1;
    for (String line : text.strip().split("\n")) {
      number++;
      String[] words = line.strip().split("\\s+", 2);
      if (words[0].startsWith("</")) {
        ConfigElement done = open.pop().build();
        open.element().add(done);
      } else if (words[0].startsWith("<")) {
        open.push(
            ConfigElement.builder(
                words[0].substring(1, words[0].length() - 1),
                "",
                new SourceLocation("test.conf", number)));
      } else {
        open.element().add(words[0], words.length > 1 ? words[1] : "");
      }
    }
    return open.pop().build();
  }

  /** Starts it. */
  public void start() throws Exception {
    output.start();
    output.afterStart();
  }

  /** Delivers a chunk. */
  public void write(Chunk chunk) throws Exception {
    ((ChunkWriter) output).write(chunk);
  }

  /** The plugin. */
  public Output plugin() {
    return output;
  }

  /** Its context. */
  public TestContext context() {
    return context;
  }

  /** What it logged of level INFO and above, each line as {@code LEVEL text}. */
  public List<String> log() {
    return List.copyOf(logged.list).stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    try {
      output.stop();
      output.shutdown();
      output.close();
    } catch (Exception e) {
      throw new IllegalStateException("the output did not close", e);
    }
    context.close();
    ((Logger) context.log()).detachAppender(logged);
  }
}
