package io.millrace.devstack.quickstart;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends each batch until it is acknowledged, over as many connections as that takes: at least once,
 * as the forward protocol has it. Not for several threads.
 */
final class ForwardSession implements AutoCloseable {
  private static final Duration RETRY_WAIT = Duration.ofMillis(500);
  private static final int TRIES_WHEN_STOPPING = 5;

  private final int port;
  private final CountDownLatch stopping;
  private Optional<ForwardClient> client = Optional.empty();

  ForwardSession(int port, CountDownLatch stopping) {
    this.port = port;
    this.stopping = stopping;
  }

  /**
   * Sends a batch.
   *
   * @throws IOException when the load is to stop and the batch still cannot be delivered
   */
  void send(String tag, byte[] entries, int count) throws IOException, InterruptedException {
    int triesWhenStopping = 0;
    while (true) {
      try {
        if (client.isEmpty()) {
          client = Optional.of(ForwardClient.connect(port));
        }
        client.get().send(tag, entries, count);
        return;
      } catch (IOException e) {
        close();
        if (stopping.getCount() == 0 && ++triesWhenStopping >= TRIES_WHEN_STOPPING) {
          throw e;
        }
      }
      TimeUnit.MILLISECONDS.sleep(RETRY_WAIT.toMillis());
    }
  }

  @Override
  public void close() {
    client.ifPresent(ForwardClient::close);
    client = Optional.empty();
  }
}
