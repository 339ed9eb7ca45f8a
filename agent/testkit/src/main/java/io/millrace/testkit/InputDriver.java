package io.millrace.testkit;

import io.millrace.api.Input;
import java.util.List;

/** Runs one input and records what it emits. */
public final class InputDriver implements AutoCloseable {
  private final TestContext context;
  private final Input input;

  private InputDriver(TestContext context, Input input) {
    this.context = context;
    this.input = input;
  }

  /**
   * An input that is created and not started.
   *
   * @param type its {@code @type}
   * @throws io.millrace.api.ConfigException if it cannot be
   */
  public static InputDriver of(String type, String... lines) {
    return of(new TestContext(), type, lines);
  }

  /** As {@link #of(String, String...)}, in {@code context}. */
  public static InputDriver of(TestContext context, String type, String... lines) {
    String text = "@type " + type + "\n" + String.join("\n", lines);
    return new InputDriver(context, TestConfig.create(Input.class, context, text));
  }

  /** Starts it. */
  public InputDriver start() throws Exception {
    Phases.start(input);
    return this;
  }

  /** Stops it as the engine does; its events stay. */
  public void stop() {
    Phases.stop(input);
  }

  /** The plugin. */
  public Input plugin() {
    return input;
  }

  /** Its context. */
  public TestContext context() {
    return context;
  }

  /** What it has emitted so far. */
  public List<TestEvent> events() {
    return context.events();
  }

  /** Stops it and what its context runs. */
  @Override
  public void close() {
    stop();
    context.close();
  }
}
