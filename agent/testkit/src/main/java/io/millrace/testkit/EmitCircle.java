package io.millrace.testkit;

import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;

/**
 * Takes what a plugin emits with the tags {@code a} and {@code b}: waits until both are here, then
 * sends an empty record back into the plugin with the tag of the other. A plugin that keeps one
 * stream waiting for the emit of another would never end.
 */
public final class EmitCircle implements EventSink {
  private static final String RETURNED = "{}";

  private final CyclicBarrier bothAreEmitting = new CyclicBarrier(2);
  private final List<String> arrived = new CopyOnWriteArrayList<>();
  private volatile EventSink back = (tag, events) -> DONE;

  /** Where the empty records go: into the plugin again. */
  public void back(EventSink plugin) {
    back = plugin;
  }

  /** What has come so far, each as its tag and record. */
  public List<String> arrived() {
    return List.copyOf(arrived);
  }

  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    String json = TestEvent.unpack(tag, events.packed()).get(0).json();
    arrived.add(tag + " " + json);
    if (json.equals(RETURNED)) {
      return DONE;
    }
    Concurrently.await(bothAreEmitting);
    String other = tag.value().equals("a") ? "b" : "a";
    return back.emit(Tag.of(other), TestEvent.pack(TestEvent.event(other, 2, RETURNED)));
  }
}
