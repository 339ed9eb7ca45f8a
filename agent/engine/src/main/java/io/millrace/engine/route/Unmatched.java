package io.millrace.engine.route;

import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/**
 * Takes events that no output matches, counts them, and says so at the 1st, 2nd, 4th … 256th and
 * then every 512th stream.
 */
public final class Unmatched implements EventSink {
  private final Logger log;
  private final AtomicLong streams = new AtomicLong();
  private final LongAdder records = new LongAdder();

  /** Says so in {@code log}. */
  public Unmatched(Logger log) {
    this.log = log;
  }

  /** Events that were dropped here. */
  public LongAdder records() {
    return records;
  }

  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    records.add(events.count());
    long n = streams.incrementAndGet();
    if (n < 512 ? Long.bitCount(n) == 1 : n % 512 == 0) {
      log.warn("no patterns matched tag=\"{}\"", tag);
    } else {
      log.trace("no patterns matched tag=\"{}\"", tag);
    }
    return DONE;
  }
}
