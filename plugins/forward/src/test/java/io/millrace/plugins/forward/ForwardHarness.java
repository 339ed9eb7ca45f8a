package io.millrace.plugins.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.net.ConnectionLimit;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.ReceiveBudget;
import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A started forward input on a free port of this machine, and what it needs around it. */
final class ForwardHarness implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final EventLoops loops = new EventLoops();
  final ListenerRegistry registry;
  final TestContext context = new TestContext("in_forward");
  final ReceiveBudget budget;
  final ForwardInput input;

  private ForwardHarness(String config, ReceiveBudget budget) throws IOException {
    this.budget = budget;
    this.registry = new ListenerRegistry(loops, budget, new ConnectionLimit(20_000, ""));
    context.service(ListenerRegistry.class, registry);
    this.input = TestConfig.create(ForwardInput.class, context, "@type forward", config);
  }

  /** Starts an input with these lines besides port and bind. */
  static ForwardHarness start(String... config) throws Exception {
    return start(ReceiveBudget.ofHeap(), config);
  }

  /** As {@link #start(String...)}, with a bound on what connections hold. */
  static ForwardHarness start(ReceiveBudget budget, String... config) throws Exception {
    ForwardHarness harness =
        new ForwardHarness("port 0\nbind 127.0.0.1\n" + String.join("\n", config), budget);
    harness.input.start();
    return harness;
  }

  /** A new connection. */
  ForwardClient connect() throws IOException {
    return ForwardClient.connect(input.address(), TIMEOUT);
  }

  /** Waits until exactly these events have come, in this order. */
  void awaitEvents(TestEvent... events) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(context.events()).containsExactly(events));
  }

  /** The input has ended this connection, and said nothing more. */
  static void assertClosed(ForwardClient client) {
    assertThatThrownBy(client::read).isInstanceOf(IOException.class);
  }

  @Override
  public void close() {
    input.shutdown();
    registry.close();
    loops.close();
    context.close();
  }
}
