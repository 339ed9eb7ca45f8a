package io.millrace.net;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one listener: how many there are, and whether new ones are refused. That is
 * logged once when it begins and once when a tenth of the room is free, however many come
 * meanwhile. Safe for use by several threads.
 */
final class Crowd {
  private static final Logger LOG = LoggerFactory.getLogger(Crowd.class);

  private final String owner;
  private final ConnectionLimit process;
  private final Supplier<SocketAddress> address;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean refusing = new AtomicBoolean();
  private final LongAdder refused = new LongAdder();
  private volatile int enough;

  Crowd(String owner, ConnectionLimit process, Supplier<SocketAddress> address) {
    this.owner = owner;
    this.process = process;
    this.address = address;
  }

  /** One more. Whether it may stay; if not, the log says why; {@link #leave} follows either way. */
  boolean enter(int most) {
    boolean roomHere = open.incrementAndGet() <= most;
    boolean roomInProcess = process.enter();
    enough = ConnectionLimit.nineTenths(most);
    if (roomHere && roomInProcess) {
      endRefusing();
      return true;
    }
    refused.increment();
    if (refusing.compareAndSet(false, true)) {
      LOG.warn(
          "too many connections, closing new ones plugin_id={} address={} limit={}: {}",
          owner,
          address.get(),
          roomInProcess ? most : process.most(),
          roomInProcess ? "find out who opens so many connections" : process.advice());
    }
    return false;
  }

  /** One less. */
  void leave() {
    process.leave();
    open.decrementAndGet();
    endRefusing();
  }

  private void endRefusing() {
    if (refusing.get()
        && open.get() <= enough
        && process.isRoomy()
        && refusing.compareAndSet(true, false)) {
      LOG.info(
          "taking new connections again plugin_id={} address={} refused={}",
          owner,
          address.get(),
          refused.sumThenReset());
    }
  }
}
