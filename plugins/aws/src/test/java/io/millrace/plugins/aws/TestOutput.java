package io.millrace.plugins.aws;

import io.millrace.api.Chunk;
import io.millrace.api.Output;
import io.millrace.testkit.OutputDriver;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestLog;
import java.util.List;
import org.slf4j.event.Level;

/** An output of a configuration's text, in a context of its own, with the lines it logs. */
public final class TestOutput implements AutoCloseable {
  private final OutputDriver driver;
  private final TestLog logged;

  private TestOutput(String id, String text) {
    TestContext context = new TestContext(id);
    logged = TestLog.of(context.log(), Level.INFO);
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
    return logged.withLevels();
  }

  @Override
  public void close() {
    driver.close();
    logged.close();
  }
}
