package io.millrace.plugins.tail;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.PackedEvents;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;

/** Emits events and waits until they have arrived. */
final class Delivery {
  /** How often a wait looks whether it should be given up. */
  private static final long LOOK_MS = 100;

  private final EventSink out;
  private final BooleanSupplier givenUp;
  private final Logger log;

  /**
   * Emits to {@code out}.
   *
   * @param givenUp true once no more time is left to wait
   */
  Delivery(EventSink out, BooleanSupplier givenUp, Logger log) {
    this.out = out;
    this.givenUp = givenUp;
    this.log = log;
  }

  /**
   * Emits and waits.
   *
   * @return false if the buffer is full, or no time is left: the events are still the caller's
   */
  boolean emit(Tag tag, PackedEvents events) {
    try {
      CompletableFuture<Void> arrival = out.emit(tag, events).toCompletableFuture();
      while (true) {
        try {
          arrival.get(LOOK_MS, TimeUnit.MILLISECONDS);
          return true;
        } catch (TimeoutException e) {
          if (givenUp.getAsBoolean()) {
            return false;
          }
        }
      }
    } catch (ExecutionException e) {
      return refused(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (RuntimeException e) {
      return refused(e);
    }
  }

  /** A full buffer is worth another try; what else failed, the router has reported and counted. */
  private boolean refused(Throwable error) {
    if (error instanceof BufferOverflowException) {
      return false;
    }
    log.debug("emit failed, the lines count as read", error);
    return true;
  }
}
