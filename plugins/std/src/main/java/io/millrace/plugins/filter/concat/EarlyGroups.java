package io.millrace.plugins.filter.concat;

import io.millrace.api.EventSink;
import io.millrace.api.PluginContext;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventTime;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Hands on groups that leave before they are complete: to the label that {@code timeout_label}
 * names, in Fluentd's form, with all fields of the first event and the time of now; or, without
 * one, to what stands behind the filter, as if they were complete.
 *
 * <p>Fluentd makes an error of them without a label, and they are lost unless the configuration has
 * {@code <label @ERROR>}. Here nothing is lost: what cannot be emitted goes to the error stream.
 */
final class EarlyGroups implements Consumer<Group> {
  private final Joining joining;
  private final PluginContext context;
  private final EventSink sink;
  private final boolean labelled;
  private final ConcurrentLinkedQueue<CompletionStage<Void>> open = new ConcurrentLinkedQueue<>();

  EarlyGroups(Joining joining, Optional<String> label, PluginContext context) {
    this.joining = joining;
    this.context = context;
    this.labelled = label.isPresent();
    this.sink = label.map(context::label).orElseGet(context::behind);
  }

  @Override
  public void accept(Group group) {
    RecordEditor record = new RecordEditor();
    ByteSlice first = group.firstRecord();
    record.copyOf(first.array(), first.offset(), first.end());
    joining.merge(group, record);
    if (!labelled) {
      joining.mode().clean(record);
    }
    PackedEvents event = PackedEvents.of(time(group), record.record());
    CompletionStage<Void> stage = emit(group, event);
    if (stage != EventSink.DONE) {
      watch(stage, group, event);
    }
  }

  private CompletionStage<Void> emit(Group group, PackedEvents event) {
    try {
      return sink.emit(group.tag(), event);
    } catch (RuntimeException e) {
      return EventSink.failed(e);
    }
  }

  private EventTime time(Group group) {
    if (joining.firstTime()) {
      return group.firstTime();
    }
    if (!labelled) {
      return group.lastTime();
    }
    Instant now = context.clock().instant();
    return new EventTime(now.getEpochSecond(), now.getNano());
  }

  private void watch(CompletionStage<Void> stage, Group group, PackedEvents event) {
    open.add(stage);
    stage.whenComplete(
        (done, error) -> {
          open.remove(stage);
          if (error != null) {
            EventCursor cursor = event.cursor();
            cursor.next();
            context.errors().emit(group.tag(), cursor, error);
          }
        });
  }

  /** Number of emits that wait for room in a buffer. */
  int waiting() {
    return open.size();
  }
}
