package io.millrace.plugins.output;

import io.millrace.api.Child;
import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code @type roundrobin}: hands each stream to one {@code <store>}, all in turn; a store with
 * {@code weight 2} has two turns. Streams are not divided, so stores share streams, not events.
 *
 * <p>What a store answers goes to whoever emitted; no other store is tried.
 *
 * <p>Source: Fluentd's out_roundrobin.
 */
public final class RoundRobinOutput implements Output, EventSink {

  /** Settings of {@code <match>} with {@code @type roundrobin}. */
  public record Config(
      @Section(
              doc = "Where events go; weight, 1 if not set, is its share of the streams.",
              required = true)
          List<Child<Output>> store) {
    /** Copies the list. */
    public Config {
      store = List.copyOf(store);
    }
  }

  private final List<EventSink> turns;
  private final AtomicLong next = new AtomicLong();

  private RoundRobinOutput(Config config, PluginContext context) {
    List<EventSink> stores = config.store().stream().map(context::openOutput).toList();
    this.turns = Turns.of(config.store()).stream().map(stores::get).toList();
  }

  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    return turns.get(Math.floorMod(next.getAndIncrement(), turns.size())).emit(tag, events);
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "roundrobin",
          "Shares events among several outputs.",
          Config.class,
          RoundRobinOutput::new);
    }
  }
}
