package io.millrace.verify;

import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import io.millrace.net.forward.ForwardClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A forward client that sends events {@code {"n": number}}, counting up, and waits for the
 * acknowledgement of each batch. A batch without one is sent again over a new connection, as every
 * forward client does, so the agent may come and go meanwhile.
 */
final class NumberedSender {
  private static final int BATCH = 50;
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration RECONNECT = Duration.ofMillis(50);

  private final InetSocketAddress agent;
  private final Duration pause;
  private final int first;
  private final int batch;
  private final Duration answer;
  private final BitSet acknowledged = new BitSet(); // guarded by itself
  private final Thread thread;
  private volatile boolean sending = true;
  private volatile int drops;

  private NumberedSender(int port, Duration pause, int first, int batch, Duration answer) {
    this.agent = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.pause = pause;
    this.first = first;
    this.batch = batch;
    this.answer = answer;
    this.thread = new Thread(this::sendUntilStopped, "sender");
    thread.setDaemon(true);
  }

  /**
   * Starts sending to the agent on this machine's {@code port}, which need not listen yet.
   *
   * @param pause between two batches; zero: as fast as the agent acknowledges
   */
  static NumberedSender start(int port, Duration pause) {
    return started(new NumberedSender(port, pause, 0, BATCH, ANSWER));
  }

  /**
   * As the other {@code start}, counting from {@code first}.
   *
   * @param period from the start of one batch to the start of the next
   * @param batch events in one
   * @param answer longest wait for an acknowledgement; then the connection counts as dropped
   */
  static NumberedSender start(int port, Duration period, int first, int batch, Duration answer) {
    return started(new NumberedSender(port, period, first, batch, answer));
  }

  private static NumberedSender started(NumberedSender sender) {
    sender.thread.start();
    return sender;
  }

  /** A port of this machine that nothing listens on. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void sendUntilStopped() {
    int from = first;
    while (sending) {
      boolean connected = false;
      try (ForwardClient client = ForwardClient.connect(agent, answer)) {
        connected = true;
        while (sending) {
          long began = System.nanoTime();
          String chunk = "chunk-" + from;
          client.packed("numbers.test", batch(from), Optional.of(chunk));
          synchronized (acknowledged) {
            acknowledged.set(from, from + batch);
          }
          from += batch;
          LockSupport.parkNanos(pause.toNanos() - (System.nanoTime() - began));
        }
      } catch (IOException e) {
        if (connected) {
          drops++; // only this thread writes it
        }
        LockSupport.parkNanos(RECONNECT.toNanos()); // the agent is down, or not up yet
      }
    }
  }

  private PackedEvents batch(int from) {
    EventsBuilder builder = new EventsBuilder(batch * 64);
    for (int n = from; n < from + batch; n++) {
      builder.begin(EventTime.ofSeconds(1_700_000_000)).value(Map.of("n", n));
    }
    return builder.build();
  }

  /** How many connections ended that the sender had not ended. */
  int drops() {
    return drops;
  }

  /** How many events were acknowledged. */
  int count() {
    synchronized (acknowledged) {
      return acknowledged.cardinality();
    }
  }

  /** The numbers acknowledged so far that are not in {@code arrived}. */
  BitSet missing(Map<Integer, Integer> arrived) {
    BitSet missing;
    synchronized (acknowledged) {
      missing = (BitSet) acknowledged.clone();
    }
    arrived.keySet().forEach(missing::clear);
    return missing;
  }

  /** Ends the sending after the batch in hand. */
  void stop() throws InterruptedException {
    sending = false;
    thread.join();
  }
}
