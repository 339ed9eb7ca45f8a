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
  private static final Duration RECONNECT = Duration.ofMillis(50);

  private final InetSocketAddress agent;
  private final Duration pause;
  private final BitSet acknowledged = new BitSet(); // guarded by itself
  private final Thread thread;
  private volatile boolean sending = true;

  private NumberedSender(int port, Duration pause) {
    this.agent = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.pause = pause;
    this.thread = new Thread(this::sendUntilStopped, "sender");
    thread.setDaemon(true);
  }

  /**
   * Starts sending to the agent on this machine's {@code port}, which need not listen yet.
   *
   * @param pause between two batches; zero: as fast as the agent acknowledges
   */
  static NumberedSender start(int port, Duration pause) {
    NumberedSender sender = new NumberedSender(port, pause);
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
    int from = 0;
    while (sending) {
      try (ForwardClient client = ForwardClient.connect(agent, Duration.ofSeconds(5))) {
        while (sending) {
          String chunk = "chunk-" + from;
          client.packed("numbers.test", batch(from), Optional.of(chunk));
          synchronized (acknowledged) {
            acknowledged.set(from, from + BATCH);
          }
          from += BATCH;
          LockSupport.parkNanos(pause.toNanos());
        }
      } catch (IOException e) {
        LockSupport.parkNanos(RECONNECT.toNanos()); // the agent is down, or not up yet
      }
    }
  }

  private static PackedEvents batch(int from) {
    EventsBuilder builder = new EventsBuilder(BATCH * 64);
    for (int n = from; n < from + BATCH; n++) {
      builder.begin(EventTime.ofSeconds(1_700_000_000)).value(Map.of("n", n));
    }
    return builder.build();
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
