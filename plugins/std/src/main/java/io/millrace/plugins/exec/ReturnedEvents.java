package io.millrace.plugins.exec;

import io.millrace.api.EventBatch;
import io.millrace.api.EventSink;
import io.millrace.api.ExtractConfig;
import io.millrace.api.Extractor;
import io.millrace.api.ParseException;
import io.millrace.api.Parser;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;

/**
 * Makes events of the texts that a command writes, and emits those of one block together. Waits
 * until they have arrived: the command waits with us when a buffer behind us is full. A text that
 * is no event is logged and counted; events that nobody takes go to the error stream. Used by one
 * thread.
 */
final class ReturnedEvents implements TextStream.Receiver {
  private static final int SHOWN = 200;

  /** Where events go and how they are made; the same for all processes of a plugin. */
  record Rules(
      PluginContext context,
      String plugin,
      Parser parser,
      Optional<ExtractConfig> extract,
      String tagPrefix,
      Optional<Tag> tag,
      UnaryOperator<ByteSlice> decoding,
      LogBudget budget) {}

  private final Rules rules;
  private final EventBatch batch;
  private ByteSlice text = ByteSlice.EMPTY;

  ReturnedEvents(Rules rules) {
    this.rules = rules;
    PluginContext context = rules.context();
    this.batch =
        new EventBatch(
            Extractor.of(rules.extract(), context.clock(), rules.tagPrefix()),
            rules.tag(),
            context.clock(),
            UnaryOperator.identity(),
            () -> failed(new ParseException("pattern not matched, or no tag")));
  }

  @Override
  public void text(ByteSlice next) {
    text = rules.decoding().apply(next);
    try {
      if (!rules.parser().parse(text, batch)) {
        failed(new ParseException("pattern not matched"));
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  @Override
  public void tooLong() {
    text = ByteSlice.EMPTY;
    failed(new ParseException("a line of more than " + TextStream.MAX_TEXT + " bytes"));
  }

  private void failed(RuntimeException error) {
    rules
        .context()
        .counter("unparsed_texts", "Texts that a command wrote and that made no event.")
        .increment();
    log(error, text);
  }

  private void log(Throwable error, ByteSlice what) {
    long left = rules.budget().take();
    if (left >= 0) {
      int shown = Math.min(SHOWN, what.length());
      rules
          .context()
          .log()
          .error(
              "{} failed to emit{} error=\"{}\" record=\"{}\"",
              rules.plugin(),
              LogBudget.note(left),
              error.getMessage(),
              new String(what.array(), what.offset(), shown, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void blockEnded() throws InterruptedException {
    if (batch.count() == 0) {
      return;
    }
    CompletableFuture<Void> arrival = batch.emit(this::emit).toCompletableFuture();
    try {
      arrival.get();
    } catch (ExecutionException e) {
      rules.context().log().debug("emit failed, its events went to the error stream", e.getCause());
    }
  }

  private CompletionStage<Void> emit(Tag tag, EventStream events) {
    EventSink out = rules.context().out();
    return out.emit(tag, events)
        .whenComplete(
            (done, error) -> {
              if (error != null) {
                refused(tag, events, error);
              }
            });
  }

  private void refused(Tag tag, EventStream events, Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    EventCursor cursor = events.packed().cursor();
    while (cursor.next()) {
      rules.context().errors().emit(tag, cursor, cause);
    }
    log(cause, ByteSlice.utf8(events.count() + " events of tag " + tag.value()));
  }
}
