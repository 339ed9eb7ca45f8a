package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.RetryableException;
import io.millrace.api.Tag;
import io.millrace.event.EventCursor;
import io.millrace.event.PackedEvents;
import java.io.IOException;
import java.util.BitSet;
import java.util.Set;

/**
 * Delivers one chunk: cuts it into bulk requests, and settles each event by the answer to its item.
 *
 * <p>An event is settled when it is in the index, was there already, or went to the error stream.
 * Settled events are noted in a set of their numbers, which outlives a failed try; so the next try
 * sends the others only, however the chunk was cut. A request that is too large for the server is
 * halved until it fits; a single document that is too large goes to the error stream.
 *
 * <p>One thread delivers one chunk, and then forgets this object.
 */
final class ChunkDelivery {
  private static final int TOO_LARGE = 413;

  private final Delivery output;
  private final Cluster cluster;
  private final Tag tag;
  private final PackedEvents events;
  private final BitSet settled;
  private final Composer composer;
  private final BulkBody body = new BulkBody();
  private final Set<String> alwaysRetried;
  private final IndexOpener opener;
  private String bodyIndex = "";
  private String openIndex = "";
  private int retries;
  private String lastRetry = "";

  /** What deliveries of one output share. */
  record Delivery(CommonConfig config, BulkRequests requests, Outcomes outcomes) {}

  /** Is told of an index before the first document goes there. */
  @FunctionalInterface
  interface IndexOpener {
    void open(String index) throws IOException;
  }

  ChunkDelivery(
      Delivery output,
      Cluster cluster,
      Composer composer,
      IndexOpener opener,
      Chunk chunk,
      BitSet settled)
      throws IOException {
    this.output = output;
    this.cluster = cluster;
    this.tag = chunk.key().tag().orElse(Tag.of(""));
    this.events = chunk.events();
    this.settled = settled;
    this.composer = composer;
    this.opener = opener;
    this.alwaysRetried = Set.copyOf(output.config.bulk().unrecoverableErrorTypes());
  }

  /**
   * Sends what is not settled.
   *
   * @throws RetryableException if some of it is to be sent again
   * @throws IOException if the cluster does not answer
   */
  void run() throws IOException {
    EventCursor event = events.cursor();
    for (int ordinal = 0; event.next(); ordinal++) {
      if (!settled.get(ordinal)) {
        add(event, ordinal);
      }
    }
    send();
    if (retries > 0) {
      throw new RetryableException(
          "%d of %d events are to be sent again, the others are settled; the last answer: %s"
              .formatted(retries, events.count(), lastRetry));
    }
  }

  private void add(EventCursor event, int ordinal) throws IOException {
    try {
      if (!composer.compose(event, ordinal, body.lines())) {
        body.rollback();
        settled.set(ordinal);
        output.outcomes.dropped();
        return;
      }
    } catch (RejectedEventException e) {
      body.rollback();
      settled.set(ordinal);
      output.outcomes.rejections().add(tag, event, "not_sent", e);
      return;
    }
    body.commit(ordinal, event.eventStart());
    if (!composer.index().equals(openIndex)) {
      opener.open(composer.index());
      openIndex = composer.index();
    }
    boolean elsewhere =
        output.config.bulk().includeIndexInUrl() && !composer.index().equals(bodyIndex);
    if (body.count() > 1 && (elsewhere || body.size() > output.requests.threshold())) {
      exchange(0, body.count() - 1);
      body.keepLast();
    }
    bodyIndex = composer.index();
  }

  private void send() throws IOException {
    if (body.count() > 0) {
      exchange(0, body.count());
      body.clear();
    }
  }

  /** Sends the items {@code [from, to)} and settles them. */
  private void exchange(int from, int to) throws IOException {
    Answer answer = output.requests.send(cluster, bodyIndex, body, from, to);
    if (answer.status() == TOO_LARGE) {
      halve(from, to, answer);
    } else if (!answer.isSuccess()) {
      throw new RetryableException(BulkRequests.refusal(answer));
    } else {
      settle(from, to, answer);
    }
  }

  private void halve(int from, int to, Answer answer) throws IOException {
    if (to - from == 1) {
      ItemResult result =
          new ItemResult(
              "",
              TOO_LARGE,
              "request_too_large",
              "the document alone is larger than the server takes: " + answer.error());
      settleItem(from, result);
      return;
    }
    output.requests.tooLarge(body.start(to) - body.start(from));
    int middle = (from + to) >>> 1;
    exchange(from, middle);
    exchange(middle, to);
  }

  private void settle(int from, int to, Answer answer) {
    BitSet open = new BitSet();
    BulkResponse.read(
        answer.body(),
        to - from,
        (index, result) -> {
          if (!settleItem(from + index, result)) {
            open.set(from + index);
          }
        });
    for (int i = from; i < to; i++) {
      if (!open.get(i)) {
        settled.set(body.ordinal(i));
      }
    }
  }

  /** False if the item is to be sent again. */
  private boolean settleItem(int item, ItemResult result) {
    ItemResult.Fate fate = result.fate(alwaysRetried);
    output.outcomes.count(fate);
    switch (fate) {
      case DONE, DUPLICATE -> {}
      case RETRY -> {
        retries++;
        lastRetry = result.summary();
        return false;
      }
      case REJECTED, UNKNOWN -> {
        EventCursor event = new EventCursor().reset(events.array(), body.event(item), events.end());
        event.next();
        output
            .outcomes
            .rejections()
            .add(tag, event, result.kind(), new RejectedEventException(result.sentence()));
      }
    }
    settled.set(body.ordinal(item));
    return true;
  }
}
