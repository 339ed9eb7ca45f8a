package io.millrace.plugins.forward;

import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.config.Binder;
import io.millrace.config.BoundChild;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.ReceiveBudget;
import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.TestContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

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
    this.registry = new ListenerRegistry(loops, budget);
    context.service(ListenerRegistry.class, registry);
    this.input = (ForwardInput) create(config, context);
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

  /** Creates, but does not start, an input. */
  static Plugin create(String config, PluginContext context) {
    Diagnostics diagnostics = new Diagnostics();
    Binder binder =
        new Binder(new PluginCatalog(List.of(new ForwardInput.Factory())), false, diagnostics);
    ConfigElement element = element("@type forward\n" + config);
    BoundChild<?> bound =
        binder
            .bindPlugin("input", element)
            .orElseThrow(
                () -> {
                  diagnostics.throwIfAny();
                  return new AssertionError("no plugin and no problem");
                });
    diagnostics.throwIfAny();
    return bound.create(context);
  }

  /** Parameters and sections, one to a line, without quotes. */
  private static ConfigElement element(String text) {
    Deque<ConfigElement.Builder> open = new ArrayDeque<>();
    open.push(ConfigElement.builder("source", "", SourceLocation.BUILT_IN));
    for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      String[] words = line.split(" ", 2);
      if (line.startsWith("</")) {
        ConfigElement done = open.pop().build();
        open.element().add(done);
      } else if (line.startsWith("<")) {
        String[] head = line.substring(1, line.length() - 1).split(" ", 2);
        open.push(
            ConfigElement.builder(
                head[0], head.length > 1 ? head[1] : "", SourceLocation.BUILT_IN));
      } else {
        open.element().add(words[0], words[1]);
      }
    }
    return open.pop().build();
  }

  /** A new connection. */
  ForwardClient connect() throws IOException {
    return ForwardClient.connect(input.address(), TIMEOUT);
  }

  @Override
  public void close() {
    input.shutdown();
    registry.close();
    loops.close();
    context.close();
  }
}
