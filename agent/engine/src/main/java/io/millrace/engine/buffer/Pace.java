package io.millrace.engine.buffer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds a buffer in memory to the speed of its deliveries. Where an input is faster than the
 * destination, the buffer would fill to its limit and emits would wait then; they may as well wait
 * before: the destination has enough to do and gets no more for it, and the process stays small.
 *
 * <p>With {@link #enough} bytes queued, emits are to take no more room than deliveries have made
 * since, less what they took before. Only while deliveries go well: when none has ended for a
 * second, whatever the reason, the buffer is there to be filled, and {@link #holds} says no.
 *
 * <p>The buffer reports under its lock; {@link #holds} may be asked by any thread.
 */
public final class Pace {
  private static final long ENOUGH = 32L << 20;
  private static final long WELL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long enough;
  private final LongSupplier nanos;
  private long room; // guarded by the buffer's lock
  private volatile boolean taken;
  private volatile long lastDelivery;

  /** Holds emits from {@code enough} queued bytes on; {@code nanos} is a monotonic clock. */
  public Pace(long enough, LongSupplier nanos) {
    this.enough = enough;
    this.nanos = nanos;
    this.lastDelivery = nanos.getAsLong() - WELL_NANOS;
  }

  /** One that holds nothing. */
  public static Pace free() {
    return new Pace(Long.MAX_VALUE, System::nanoTime);
  }

  /**
   * For a buffer of {@code limits}. Only one in memory that may make emits wait is held: 32 MiB are
   * enough, or what lets each of {@code threads} deliver a chunk while another waits.
   */
  public static Pace of(BufferLimits limits, int threads, boolean persistent) {
    return persistent || limits.overflow() != OverflowAction.BLOCK
        ? free()
        : new Pace(Math.max(ENOUGH, (threads + 1) * limits.chunkSize()), System::nanoTime);
  }

  /** Queued bytes that keep the deliveries busy. */
  public long enough() {
    return enough;
  }

  /** An emit took {@code bytes}; {@code queued} bytes are queued now. */
  void stored(long bytes, long queued) {
    update(-bytes, queued);
  }

  /** A chunk of {@code bytes} has left; {@code queued} bytes are queued now. */
  void delivered(long bytes, long queued) {
    lastDelivery = nanos.getAsLong();
    update(bytes, queued);
  }

  private void update(long change, long queued) {
    room = queued < enough ? 0 : Math.min(room + change, enough);
    taken = queued >= enough && room <= 0;
  }

  /** Whether an emit is to wait for a delivery. */
  boolean holds() {
    return taken && nanos.getAsLong() - lastDelivery < WELL_NANOS;
  }
}
