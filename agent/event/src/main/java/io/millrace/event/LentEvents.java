package io.millrace.event;

/**
 * Events in an array that its owner wants back, to receive other bytes into. It gets the array back
 * once nobody {@linkplain #retain holds} these events any more, unless somebody has asked for them
 * {@linkplain #packed to keep}: then the array is theirs, and the owner takes another.
 *
 * <p>So a reader that knows nothing of all this asks for {@link #packed} and is safe; one that is
 * done with the events when its call returns asks for {@link #borrowed} and costs nothing. Safe for
 * use by several threads.
 */
public final class LentEvents implements EventStream {
  /** Whose array it is. Safe for use by several threads. */
  public interface Lender {
    /** Of an array that nobody wants back. */
    Lender NOBODY =
        new Lender() {
          @Override
          public void keep() {}

          @Override
          public void retain() {}

          @Override
          public void release() {}
        };

    /**
     * Gives the array away: it will not be written to again.
     *
     * @throws IllegalStateException if it went back before
     */
    void keep();

    /**
     * Counts one more who reads the array.
     *
     * @throws IllegalStateException if it went back before
     */
    void retain();

    /** Counts one less; behind the last one the array goes back, unless it was given away. */
    void release();
  }

  private final PackedEvents events;
  private final Lender lender;

  /** {@code events}, whose array belongs to {@code lender}. */
  public LentEvents(PackedEvents events, Lender lender) {
    this.events = events;
    this.lender = lender;
  }

  @Override
  public int count() {
    return events.count();
  }

  @Override
  public int byteSize() {
    return events.byteSize();
  }

  @Override
  public PackedEvents packed() {
    lender.keep();
    return events;
  }

  @Override
  public PackedEvents borrowed() {
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
  public String toString() {
    return events + ", lent";
  }
}
