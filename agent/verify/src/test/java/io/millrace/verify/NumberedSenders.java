package io.millrace.verify;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Many {@link NumberedSender}s to one agent, each with numbers of its own. */
final class NumberedSenders {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int NUMBERS_OF_ONE = 1_000_000;

  private final List<NumberedSender> senders;
  private final int batch;

  private NumberedSenders(List<NumberedSender> senders, int batch) {
    this.senders = senders;
    this.batch = batch;
  }

  /** Starts {@code connections} senders; the rest as in {@link NumberedSender#start}. */
  static NumberedSenders start(
      int connections, int port, Duration period, int batch, Duration answer) {
    return new NumberedSenders(
        IntStream.range(0, connections)
            .mapToObj(i -> NumberedSender.start(port, period, i * NUMBERS_OF_ONE, batch, answer))
            .toList(),
        batch);
  }

  /** Waits until every connection has had so many more batches acknowledged. */
  void awaitMore(int batches) {
    List<Integer> before = new ArrayList<>();
    senders.forEach(sender -> before.add(sender.count()));
    await()
        .atMost(LIMIT)
        .until(
            () ->
                IntStream.range(0, senders.size())
                    .allMatch(i -> senders.get(i).count() >= before.get(i) + batches * batch));
  }

  /** How many events were acknowledged. */
  int count() {
    return senders.stream().mapToInt(NumberedSender::count).sum();
  }

  /** How many connections ended that the senders had not ended. */
  int drops() {
    return senders.stream().mapToInt(NumberedSender::drops).sum();
  }

  /** How many acknowledged numbers are not in {@code arrived}. */
  int missing(Map<Integer, Integer> arrived) {
    BitSet missing = new BitSet();
    senders.forEach(sender -> missing.or(sender.missing(arrived)));
    return missing.cardinality();
  }

  /** Ends the sending after the batches in hand. */
  void stop() throws InterruptedException {
    for (NumberedSender sender : senders) {
      sender.stop();
    }
  }
}
