package io.millrace.net.message;

import io.millrace.event.ByteSlice;
import io.millrace.net.InFlight;
import io.millrace.net.LogLimit;
import io.millrace.net.SerialLane;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages that one read brought, made into events and emitted. While the graph is being
 * replaced they wait for the next one; if there is none, they are lost, counted and logged. An emit
 * that fails has been reported by the router; if it failed because its graph ended, the messages
 * are tried again with the next.
 */
final class Batch implements SerialLane.Work {
  /** Who is asked while a batch is done. */
  record Owner(
      InFlight inFlight, Supplier<MessageService> service, BooleanSupplier ending, LogLimit log) {}

  private final Owner owner;
  private final List<ByteSlice> messages;
  private final List<Peer> peers;
  private final Runnable done;
  private @Nullable CompletableFuture<Void> stage;

  /**
   * Of {@code messages}, each by the peer at its index, or all by the only one.
   *
   * @param done called when they are emitted or given up
   */
  Batch(Owner owner, List<ByteSlice> messages, List<Peer> peers, Runnable done) {
    this.owner = owner;
    this.messages = messages;
    this.peers = peers;
    this.done = done;
  }

  @Override
  public Optional<CompletionStage<?>> proceed() {
    try {
      Optional<CompletionStage<?>> wait = stage == null ? begin() : settle(stage);
      if (wait.isEmpty()) {
        done.run();
      }
      return wait;
    } catch (RuntimeException | Error e) {
      lose(e.toString());
      done.run();
      throw e;
    }
  }

  private Optional<CompletionStage<?>> begin() {
    if (owner.ending().getAsBoolean() && owner.inFlight().isShut()) {
      lose("the agent ends");
      return Optional.empty();
    }
    Optional<CompletionStage<?>> shut = owner.inFlight().enter();
    if (shut.isPresent()) {
      return shut;
    }
    CompletableFuture<Void> emitted;
    try {
      emitted = emit();
    } catch (RuntimeException | Error e) {
      owner.inFlight().leave();
      throw e;
    }
    if (emitted.isDone()) {
      return settle(emitted);
    }
    stage = emitted;
    return Optional.of(emitted);
  }

  private CompletableFuture<Void> emit() {
    MessageService service = owner.service().get();
    Intake intake = service.open();
    for (int i = 0; i < messages.size(); i++) {
      Peer peer = peers.get(peers.size() == 1 ? 0 : i);
      try {
        intake.take(messages.get(i), peer);
      } catch (RuntimeException e) { // one message must not take the others with it
        service.lost().increment();
        report("invalid input", service, peer, e.getMessage());
      }
    }
    return intake.emit().toCompletableFuture();
  }

  private void report(String what, MessageService service, Peer peer, @Nullable String error) {
    long left = owner.log().next();
    if (left >= 0) {
      service.log().error("{} {} error=\"{}\" more_since_last_line={}", what, peer, error, left);
    }
  }

  private Optional<CompletionStage<?>> settle(CompletableFuture<Void> emitted) {
    stage = null;
    boolean again = emitted.isCompletedExceptionally() && owner.inFlight().isShut();
    owner.inFlight().leave();
    if (again) {
      return begin();
    }
    if (emitted.isCompletedExceptionally()) {
      owner.service().get().log().debug("emit failed messages={}", messages.size());
    }
    return Optional.empty();
  }

  private void lose(String reason) {
    MessageService service = owner.service().get();
    service.lost().add(messages.size());
    report("messages are lost messages=" + messages.size(), service, peers.get(0), reason);
  }
}
