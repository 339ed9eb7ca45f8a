package io.millrace.event;

import org.jspecify.annotations.Nullable;

/**
 * Events together with the payload that their sender packed them in. Whoever needs no event stores
 * or sends the payload as it is; whoever looks gets events that were checked, as anywhere else.
 *
 * <p>Nobody has looked into an {@linkplain #unread unread} one: it may hold anything, and the first
 * look may fail. In a {@linkplain #checked checked} one every event is known to be whole, so that
 * its payload can stand for them. Safe for use by several threads; the first look holds up others.
 */
public final class SealedEvents implements EventStream {
  /** Inflates payloads, up to its limits. */
  @FunctionalInterface
  public interface Opener {
    /**
     * The plain bytes.
     *
     * @throws MalformedPackException if they are broken, or beyond a limit
     */
    ByteSlice open(ByteSlice payload, Compression compression);
  }

  private final ByteSlice payload;
  private final Compression compression;
  private final int claimed;
  private final int byteSize;
  private final Opener opener;
  private @Nullable PackedEvents events; // guarded by this

  private SealedEvents(
      ByteSlice payload,
      Compression compression,
      int claimed,
      int byteSize,
      Opener opener,
      @Nullable PackedEvents events) {
    this.payload = payload;
    this.compression = compression;
    this.claimed = claimed;
    this.byteSize = byteSize;
    this.opener = opener;
    this.events = events;
  }

  /**
   * A payload that nobody has looked into.
   *
   * @param payload what should be packed events, compressed
   * @param compression how
   * @param claimed number of events that the sender says are in it
   * @param opener asked at the first look
   */
  public static SealedEvents unread(
      ByteSlice payload, Compression compression, int claimed, Opener opener) {
    return new SealedEvents(payload, compression, claimed, payload.length(), opener, null);
  }

  /** A payload whose plain bytes are {@code events}, whole and nothing else. */
  public static SealedEvents checked(
      ByteSlice payload, Compression compression, PackedEvents events) {
    return new SealedEvents(
        payload,
        compression,
        events.count(),
        events.byteSize(),
        (same, way) -> events.bytes(),
        events);
  }

  /** The bytes as they came. Trust them only as far as the events were looked at. */
  public ByteSlice payload() {
    return payload;
  }

  /** How the payload is compressed. */
  public Compression compression() {
    return compression;
  }

  @Override
  public synchronized int count() {
    return events == null ? claimed : events.count();
  }

  @Override
  public int byteSize() {
    return byteSize;
  }

  @Override
  public synchronized PackedEvents packed() {
    if (events == null) {
      events = PackedEvents.check(opener.open(payload, compression));
    }
    return events;
  }

  @Override
  public synchronized String toString() {
    return count() + " events, " + payload.length() + " bytes " + compression;
  }
}
