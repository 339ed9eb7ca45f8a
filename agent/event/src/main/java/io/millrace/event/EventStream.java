package io.millrace.event;

/**
 * Events of one tag, in order. Their bytes never change: they may be shared between outputs without
 * copies. Who goes on with a stream behind the end of the call that brought it either keeps what
 * {@link #packed} answers, or holds the stream: {@link #retain} before the call ends, {@link
 * #release} when it is done with it.
 */
public sealed interface EventStream permits PackedEvents, SealedEvents, LentEvents {
  /** Number of events; what the sender claims, for a payload that nobody has looked into. */
  int count();

  /**
   * Size in bytes, the same at all times: of the packed events, or of the payload if nobody had
   * looked into it when it came in.
   */
  int byteSize();

  /**
   * The events as packed bytes, to be kept as long as one likes. Who only hands a stream on must
   * not ask for them: a payload that nobody has looked into is inflated and checked then.
   *
   * @throws MalformedPackException if such a payload cannot be inflated, exceeds its limit, or
   *     holds no events
   */
  PackedEvents packed();

  /**
   * As {@link #packed}, for a reader that keeps neither them nor a part of them behind the end of
   * the call that brought the stream, or behind {@link #release}.
   */
  default PackedEvents borrowed() {
    return packed();
  }

  /** Holds the stream behind the end of the call that brought it, until {@link #release}. */
  default void retain() {}

  /** Ends what {@link #retain} began. */
  default void release() {}
}
