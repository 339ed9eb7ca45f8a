package io.millrace.plugins.forward;

import io.millrace.event.LentEvents;
import io.millrace.net.SerialLane;
import io.millrace.net.forward.ForwardMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The messages that one read brought, emitted one after the other. A message is acknowledged when
 * its emit has completed; the first one that fails ends the connection, and those behind it are
 * given up: the sender will send them again. While the graph is being replaced, the messages that
 * are not emitted yet wait for the next one.
 */
final class MessageBatch implements SerialLane.Work {
  private final ForwardConnection connection;
  private final List<Received> values;
  private final long bytes;
  private int next; // behind the message at hand
  private boolean inside;
  private boolean wasHeld;
  private boolean hadEvents;
  private boolean wroteAcks;
  private @Nullable ForwardMessage open;
  private @Nullable ForwardMessage again; // given back; its bytes cannot be read a second time
  private CompletableFuture<Void> stage = CompletableFuture.completedFuture(null);

  /** The messages {@code values}, which hold {@code bytes} of the budget. */
  MessageBatch(ForwardConnection connection, List<Received> values, long bytes) {
    this.connection = connection;
    this.values = values;
    this.bytes = bytes;
  }

  @Override
  public Optional<CompletionStage<?>> proceed() {
    try {
      if (open != null) {
        connection.emitting(false);
        settle(open);
      }
      while (again != null || next < values.size()) {
        Optional<CompletionStage<?>> wait = emitNext();
        if (wait.isPresent()) {
          return wait;
        }
      }
    } catch (RuntimeException | Error e) {
      leave();
      giveUp();
      connection.fail(e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
    }
    connection.batchDone(bytes, hadEvents, wroteAcks);
    return Optional.empty();
  }

  /** In which the message at hand is. */
  private LentEvents.Lender array() {
    return values.get(next - 1).array();
  }

  /** Emits a message; answers what to wait for: its emit, or the end of a reload. */
  private Optional<CompletionStage<?>> emitNext() {
    if (wasHeld && connection.isEnding()) {
      giveUp(); // nobody took the connection over: the sender sends them elsewhere
      return Optional.empty();
    }
    Optional<CompletionStage<?>> held = connection.server().inFlight().enter();
    if (held.isPresent()) {
      wasHeld = true;
      connection.putAside();
      return held;
    }
    inside = true;
    ForwardMessage message = again == null ? ForwardMessage.of(values.get(next++).value()) : again;
    again = null;
    stage = receive(message);
    if (!stage.isDone()) {
      open = message;
      connection.emitting(true);
      return Optional.of(stage);
    }
    settle(message);
    return Optional.empty();
  }

  private CompletableFuture<Void> receive(ForwardMessage message) {
    return connection
        .server()
        .receiver()
        .receive(message, array(), connection.peer())
        .toCompletableFuture();
  }

  /**
   * Ends the emit of {@code message}. One that failed because its graph ends is put back, for the
   * next graph.
   */
  private void settle(ForwardMessage message) {
    open = null;
    if (stage.isCompletedExceptionally() && connection.server().inFlight().isShut()) {
      leave();
      again = message;
      return;
    }
    leave();
    stage.join();
    hadEvents |= message.mode() != ForwardMessage.Mode.HEARTBEAT;
    wroteAcks |= connection.ack(message);
    array().release();
  }

  private void giveUp() {
    again = null;
    next = values.size();
  }

  private void leave() {
    if (inside) {
      inside = false;
      connection.server().inFlight().leave();
    }
  }
}
