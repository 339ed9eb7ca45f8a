package io.millrace.plugins.filter.concat;

import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.EventTime;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import io.millrace.plugins.held.LateEmits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Hands on groups that leave before they are complete: to the label that {@code timeout_label}
 * names, in Fluentd's form, with all fields of the first event and the time of now; or, without
 * one, to what stands behind the filter, as if they were complete.
 *
 * <p>Fluentd makes an error of them without a label, and they are lost unless the configuration has
 * {@code <label @ERROR>}.
 */
final class EarlyGroups {
  private final Joining joining;
  private final InstantSource clock;
  private final boolean labelled;
  private final LateEmits emits;

  EarlyGroups(Joining joining, Optional<String> label, PluginContext context) {
    this.joining = joining;
    this.clock = context.clock();
    this.labelled = label.isPresent();
    this.emits =
        new LateEmits(label.map(context::label).orElseGet(context::behind), context.errors());
  }

  /** Whether they go to a label, where what goes on behind the filter cannot overtake them. */
  boolean labelled() {
    return labelled;
  }

  /** What {@code group} becomes. */
  PackedEvents event(Group group) {
    RecordEditor record = new RecordEditor();
    joining.alone(group, record);
    if (!labelled) {
      joining.mode().clean(record);
    }
    return PackedEvents.of(time(group), record.record());
  }

  /** Emits what groups became, or what must go on behind them. */
  void emit(Tag tag, PackedEvents events) {
    emits.emit(tag, events);
  }

  private EventTime time(Group group) {
    if (joining.firstTime()) {
      return group.firstTime();
    }
    if (!labelled) {
      return group.lastTime();
    }
    Instant now = clock.instant();
    return new EventTime(now.getEpochSecond(), now.getNano());
  }

  /** Events that were handed on and wait for room in a buffer. */
  int waiting() {
    return emits.waiting();
  }
}
