package io.millrace.plugins.aws;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.api.Chunk;
import io.millrace.api.Output;
import io.millrace.testkit.OutputDriver;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import java.util.List;

/** An output of a configuration's text, in a context of its own, with the lines it logs. */
public final class TestOutput implements AutoCloseable {
  private final OutputDriver driver;
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  private TestOutput(String id, String text) {
    TestContext context = new TestContext(id);
    logged.start();
    ((Logger) context.log()).addAppender(logged);
    driver = OutputDriver.of(context, TestConfig.create(Output.class, context, text));
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

  /** Starts it. */
  public void start() throws Exception {
    driver.start();
  }

  /** Delivers a chunk. */
  public void write(Chunk chunk) throws Exception {
    driver.write(chunk);
  }

  /** The plugin. */
  public Output plugin() {
    return driver.plugin();
  }

  /** Its context. */
  public TestContext context() {
    return driver.context();
  }

  /** What it logged of level INFO and above, each line as {@code LEVEL text}. */
  public List<String> log() {
    return List.copyOf(logged.list).stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    driver.close();
    ((Logger) driver.context().log()).detachAppender(logged);
  }
}
