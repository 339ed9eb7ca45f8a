package io.millrace.devstack.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The sample load: one thread writes container logs, another sends over the forward protocol. The
 * counters may be read by any thread at any time.
 */
final class Load implements AutoCloseable {
  private static final long TICK_MILLIS = 50;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final long ROTATE_BYTES = 100_000;
  private static final List<String> SERVICES = List.of("search", "mailer");

  private final InstantSource clock;
  private final int port;
  private final double ratePerPath;
  private final List<ContainerLog> logs = new ArrayList<>();
  private final List<Pod> pods = Pod.samples();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads;
  private volatile Counts counts = new Counts(0, 0, 0, 0); // written under lock of this

  /**
   * What was made so far.
   *
   * @param tailed lines written to container logs
   * @param forwarded events sent over the forward protocol, each counted once even if sent again
   * @param acked those of them that were acknowledged
   * @param rotations renamed log files
   */
  record Counts(long tailed, long forwarded, long acked, long rotations) {
    long sent() {
      return tailed + forwarded;
    }

    private Counts add(long moreTailed, long moreForwarded, long moreAcked, long allRotations) {
      return new Counts(
          tailed + moreTailed, forwarded + moreForwarded, acked + moreAcked, allRotations);
    }
  }

  /**
   * Creates the log files; nothing is written yet.
   *
   * @param folder where {@code pods} and {@code containers} go
   * @param port of the agent's forward input
   * @param rate events per second, half for each way
   */
  Load(Path folder, int port, int rate, InstantSource clock) {
    this.clock = clock;
    this.port = port;
    this.ratePerPath = rate / 2.0;
    try {
      for (Pod pod : pods) {
        logs.add(new ContainerLog(folder, pod, ROTATE_BYTES));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create the sample logs in " + folder, e);
    }
    this.threads = List.of(thread("load-tail", this::write), thread("load-forward", this::forward));
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private Thread thread(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | RuntimeException e) {
                failure.compareAndSet(null, e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    return thread;
  }

  /** Starts both threads. */
  void start() {
    threads.forEach(Thread::start);
  }

  /** What was made so far. */
  Counts counts() {
    return counts;
  }

  /** Why the load ended by itself, if it did. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  private synchronized void count(long tailed, long forwarded, long acked) {
    counts = counts.add(tailed, forwarded, acked, rotations(tailed > 0));
  }

  /** Only the thread that writes the logs may look at them. */
  private long rotations(boolean writer) {
    return writer ? logs.stream().mapToLong(ContainerLog::rotations).sum() : counts.rotations();
  }

  private boolean running() throws InterruptedException {
    return !stopping.await(TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Pace pace() {
    return new Pace(ratePerPath, (int) Math.max(1, ratePerPath));
  }

  private void write() throws IOException, InterruptedException {
    SampleTraffic traffic = new SampleTraffic(1);
    Pace pace = pace();
    int turn = 0;
    while (running()) {
      int due = pace.due(System.nanoTime());
      for (int i = 0; i < due; i++, turn++) {
        int index = turn % pods.size();
        Pod pod = pods.get(index);
        String content = pod.json() ? traffic.json(pod.container()) : traffic.accessLine();
        logs.get(index).append(clock.instant(), "stdout", content);
        count(1, 0, 0);
      }
    }
  }

  private void forward() throws IOException, InterruptedException {
    SampleTraffic traffic = new SampleTraffic(2);
    Pace pace = pace();
    try (ForwardSession session = new ForwardSession(port, stopping)) {
      for (int turn = 0; running(); turn++) {
        int due = pace.due(System.nanoTime());
        if (due > 0) {
          String service = SERVICES.get(turn % SERVICES.size());
          count(0, due, 0);
          session.send("app." + service, entries(traffic, service, due), due);
          count(0, 0, due);
        }
      }
    }
  }

  private byte[] entries(SampleTraffic traffic, String service, int count) {
    PackedRecords entries = new PackedRecords();
    Instant now = clock.instant();
    for (int i = 0; i < count; i++) {
      entries.entry(now, traffic.request(service));
    }
    return entries.bytes();
  }

  /** Stops when the batch under way is acknowledged; a receiver that hangs is not waited for. */
  void stop() throws InterruptedException {
    stopping.countDown();
    for (Thread thread : threads) {
      thread.join(STOP_LIMIT.toMillis());
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    threads.forEach(Thread::interrupt);
    for (ContainerLog log : logs) {
      try {
        log.close();
      } catch (IOException e) {
        // It has been written; only its descriptor is left, and that ends with this JVM.
      }
    }
  }
}
