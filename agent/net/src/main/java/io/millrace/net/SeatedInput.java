package io.millrace.net;

import io.millrace.api.Input;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An input at one or more listeners: it sits down when it starts and gets up when it shuts down.
 * Starting and shutting down are not for several threads at a time.
 */
public abstract class SeatedInput implements Input {
  private final Deque<Seat<?>> seats = new ArrayDeque<>();

  /** Takes {@code seat}, for as long as this runs, and returns what serves it. */
  protected final <H extends ListenerHost> H sitDown(Seat<H> seat) {
    seats.addLast(seat);
    return seat.host();
  }

  /**
   * Where it listens: the address of the first seat that it took.
   *
   * @throws IllegalStateException if it has not started
   */
  public final InetSocketAddress address() {
    if (seats.isEmpty()) {
      throw new IllegalStateException("not started");
    }
    return seats.getFirst().address();
  }

  /** Gives the seats back, the last one first. */
  @Override
  public final void shutdown() {
    while (!seats.isEmpty()) {
      seats.removeLast().close();
    }
  }
}
