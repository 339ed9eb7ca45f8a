package io.millrace.testkit;

import io.millrace.api.EventSink;
import io.millrace.api.Filter;
import io.millrace.api.Plugin;
import io.millrace.api.StreamFilter;
import io.millrace.api.Tag;
import io.millrace.engine.route.FilterStage;
import io.millrace.engine.route.MatchPattern;
import io.millrace.engine.route.Router;
import io.millrace.event.EventStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs one filter behind the engine's router. An event on which the filter throws is among the
 * context's {@linkplain TestContext#failures failures}, as it would be in the error stream.
 */
public final class FilterDriver {
  private final TestContext context;
  private final Plugin filter;

  private FilterDriver(TestContext context, Plugin filter) {
    this.context = context;
    this.filter = filter;
  }

  /**
   * The filter that {@code lines} configure.
   *
   * @param type its {@code @type}
   * @throws io.millrace.api.ConfigException if it cannot be created
   */
  public static FilterDriver of(String type, String... lines) {
    return of(new TestContext(), type, lines);
  }

  /** As {@link #of(String, String...)}, in {@code context}. */
  public static FilterDriver of(TestContext context, String type, String... lines) {
    String text = "@type " + type + "\n" + String.join("\n", lines);
    return new FilterDriver(context, TestConfig.filter(context, text));
  }

  /** What it leaves of {@code events}, which all have the first one's tag. */
  public List<TestEvent> run(TestEvent... events) {
    return run(events[0].tag(), TestEvent.pack(events));
  }

  /** What it leaves of {@code events}. */
  public List<TestEvent> run(Tag tag, EventStream events) {
    List<TestEvent> left = new ArrayList<>();
    Router router =
        new Router(
            (itsTag, stream) -> {
              left.addAll(TestEvent.unpack(itsTag, stream.packed()));
              return EventSink.DONE;
            },
            (itsTag, stream, error) -> CompletableFuture.failedStage(error));
    router.addFilter(
        MatchPattern.parse("**"), new FilterStage(filter, context.errors(), new LongAdder()));
    router.emit(tag, events).toCompletableFuture().join();
    return left;
  }

  /** The plugin: a {@link Filter} or a {@link StreamFilter}. */
  public Plugin plugin() {
    return filter;
  }

  /** Its context. */
  public TestContext context() {
    return context;
  }
}
