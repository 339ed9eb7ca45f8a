package io.millrace.plugins.output;

import io.millrace.api.Child;
import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;

/**
 * {@code @type copy}: hands each stream to every {@code <store>}, in order.
 *
 * <p>A store that fails at once ends the round, and the error goes to whoever emitted, unless its
 * section says {@code ignore_error}. A store that asks to wait does not hold up the ones behind it:
 * they get the stream too, and the answer completes when all of them have. Only a store with {@code
 * ignore_if_prev_success} waits, for the outcome of the one before it.
 *
 * <p>Streams never change, so all values of {@code copy_mode} mean the same here.
 *
 * <p>Source: Fluentd's out_copy.
 */
public final class CopyOutput implements Output, EventSink {
  private static final CompletableFuture<Boolean> TOOK = CompletableFuture.completedFuture(true);
  private static final CompletableFuture<Boolean> SKIPPED =
      CompletableFuture.completedFuture(false);

  /** How Fluentd duplicates records. */
  public enum CopyMode {
    /** Stores share the records. */
    NO_COPY,
    /** Each store has its own top-level map. */
    SHALLOW,
    /** Each store has its own record. */
    DEEP,
    /** Each store has its own record, made another way. */
    MARSHAL
  }

  /** Settings of {@code <match>} with {@code @type copy}. */
  public record Config(
      @Param(
              doc = "Accepted for Fluentd's sake: stores cannot change each other's records here.",
              def = "no_copy")
          CopyMode copyMode,
      @Param(doc = "As copy_mode shallow.", def = "false", deprecated = "use copy_mode")
          boolean deepCopy,
      @Section(
              doc =
                  "Where events go; the argument may hold ignore_error and ignore_if_prev_success.",
              required = true)
          List<Child<Output>> store) {
    /** Refuses a first store that looks at the one before it. */
    public Config {
      store = List.copyOf(store);
      if (!store.isEmpty() && looksBack(store.get(0))) {
        throw new IllegalArgumentException(
            "ignore_if_prev_success must specify 2nd or later <store> directives");
      }
    }
  }

  private record Store(EventSink sink, String name, boolean ignoreError, boolean looksBack) {}

  private final List<Store> stores = new ArrayList<>();
  private final Logger log;

  private CopyOutput(Config config, PluginContext context) {
    this.log = context.log();
    for (Child<Output> child : config.store()) {
      stores.add(
          new Store(
              context.openOutput(child),
              child.parameter("@id").orElseGet(() -> child.type() + " (" + child.location() + ")"),
              child.argument().contains("ignore_error"),
              looksBack(child)));
    }
    if (stores.stream().allMatch(Store::ignoreError)
        && stores.stream().noneMatch(Store::looksBack)) {
      log.warn(
          "ignore_errors are specified in all <store>, but ignore_if_prev_success is not"
              + " specified. Is this intended?");
    }
  }

  private static boolean looksBack(Child<Output> child) {
    return child.argument().contains("ignore_if_prev_success");
  }

  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    List<CompletableFuture<?>> open = new ArrayList<>(0);
    CompletableFuture<Boolean> previous = SKIPPED;
    for (Store store : stores) {
      previous =
          store.looksBack()
              ? previous.thenCompose(took -> took ? SKIPPED : hand(store, tag, events))
              : hand(store, tag, events);
      if (previous.isCompletedExceptionally()) {
        return previous.thenAccept(took -> {});
      }
      if (!previous.isDone()) {
        open.add(previous);
      }
    }
    return open.isEmpty() ? DONE : CompletableFuture.allOf(open.toArray(CompletableFuture[]::new));
  }

  /** Whether {@code store} took the stream; fails only with an error that is not to be ignored. */
  private CompletableFuture<Boolean> hand(Store store, Tag tag, EventStream events) {
    CompletionStage<Void> answer;
    try {
      answer = store.sink().emit(tag, events);
    } catch (RuntimeException e) {
      answer = EventSink.failed(e);
    }
    if (answer == DONE) {
      return TOOK;
    }
    CompletableFuture<Boolean> took = answer.thenApply(done -> true).toCompletableFuture();
    return store.ignoreError() ? took.exceptionally(error -> ignore(store, tag, error)) : took;
  }

  private boolean ignore(Store store, Tag tag, Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    log.error("ignore emit error in {} tag={}", store.name(), tag, cause);
    return false;
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("copy", "Hands events to several outputs.", Config.class, CopyOutput::new);
    }
  }
}
