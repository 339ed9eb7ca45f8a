package io.millrace.event;

import org.jspecify.annotations.Nullable;

/**
 * Events together with the payload that their sender packed them in. Whoever needs no event stores
 * or sends the payload as it is; whoever looks gets events that were checked, as anywhere else.
 *
 * <p>Nobody has looked into an {@linkplain #unread unread} one: it may hold anything, and the first
 * look may fail. In a {@linkplain #checked checked} one every event is known to be whole, so that
 * its payload can stand for them.
 *
 * <p>The payload is lent, as {@link LentEvents} are: it is read while the stream is held, and given
 * away with events that are not taken out of it before that. Safe for use by several threads; the
 * first look holds up others.
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
  private final LentEvents.Lender lender;
  private @Nullable PackedEvents events; // guarded by this

  private SealedEvents(
      ByteSlice payload,
      Compression compression,
      int claimed,
      int byteSize,
      Opener opener,
      LentEvents.Lender lender,
      @Nullable PackedEvents events) {
    this.payload = payload;
    this.compression = compression;
    this.claimed = claimed;
    this.byteSize = byteSize;
    this.opener = opener;
    this.lender = lender;
    this.events = events;
  }

  /** As the other, of a payload that may be kept. */
  public static SealedEvents unread(
      ByteSlice payload, Compression compression, int claimed, Opener opener) {
    return unread(payload, compression, claimed, opener, LentEvents.Lender.NOBODY);
  }

  /**
   * A payload that nobody has looked into.
   *
   * @param payload what should be packed events, compressed
   * @param compression how
   * @param claimed number of events that the sender says are in it
   * @param opener asked at the first look
   * @param lender whose array the payload is in
   */
  public static SealedEvents unread(
      ByteSlice payload,
      Compression compression,
      int claimed,
      Opener opener,
      LentEvents.Lender lender) {
    return new SealedEvents(payload, compression, claimed, payload.length(), opener, lender, null);
  }

  /** As the other, of a payload that may be kept. */
  public static SealedEvents checked(
      ByteSlice payload, Compression compression, PackedEvents events) {
    return checked(payload, compression, events, LentEvents.Lender.NOBODY);
  }

  /**
   * A payload whose plain bytes are {@code events}, whole and nothing else, in an array of their
   * own.
   *
   * @param lender whose array the payload is in
   */
  public static SealedEvents checked(
      ByteSlice payload, Compression compression, PackedEvents events, LentEvents.Lender lender) {
    return new SealedEvents(
        payload,
        compression,
        events.count(),
        events.byteSize(),
        (same, way) -> events.bytes(),
        lender,
        events);
  }

  /**
   * The bytes as they came; not to be kept longer than the stream is held. Trust them only as far
   * as the events were looked at.
   */
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
    if (events == null || compression == Compression.TEXT) {
      lender.keep();
    }
    return borrowed();
  }

  @Override
  public synchronized PackedEvents borrowed() {
    if (events == null) {
      events = PackedEvents.check(opener.open(payload, compression));
    }
    return events;
  }

  @Override
  public void retain() {
    lender.retain();
  }

  @Override
  public void release() {
    lender.release();
  }

  @Override
  public synchronized String toString() {
    return count() + " events, " + payload.length() + " bytes " + compression;
  }
}
