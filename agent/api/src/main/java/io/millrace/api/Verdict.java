package io.millrace.api;

import io.millrace.event.EventTime;
import io.millrace.event.RecordEditor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link Filter} says of an event. */
public final class Verdict {
  /** The event goes on as it is. */
  public static final Verdict KEEP = new Verdict(Action.KEEP, null, null);

  /** The event ends here. */
  public static final Verdict DROP = new Verdict(Action.DROP, null, null);

  /** What happens to the event. */
  public enum Action {
    /** It goes on as it is. */
    KEEP,
    /** It ends here. */
    DROP,
    /** It goes on with another record. */
    REWRITE
  }

  private final Action action;
  private final @Nullable RecordEditor editor;
  private final @Nullable EventTime time;

  private Verdict(Action action, @Nullable RecordEditor editor, @Nullable EventTime time) {
    this.action = action;
    this.editor = editor;
    this.time = time;
  }

  /** The event goes on with the record that {@code editor} holds. */
  public static Verdict rewrite(RecordEditor editor) {
    return new Verdict(Action.REWRITE, editor, null);
  }

  /** The event goes on with another time and the record that {@code editor} holds. */
  public static Verdict rewrite(EventTime time, RecordEditor editor) {
    return new Verdict(Action.REWRITE, editor, time);
  }

  /** What happens to the event. */
  public Action action() {
    return action;
  }

  /**
   * Holds the new record.
   *
   * @throws IllegalStateException unless the action is {@link Action#REWRITE}
   */
  public RecordEditor editor() {
    if (editor == null) {
      throw new IllegalStateException("a verdict of " + action + " has no record");
    }
    return editor;
  }

  /** The new time; empty to keep the event's. */
  public Optional<EventTime> time() {
    return Optional.ofNullable(time);
  }
}
