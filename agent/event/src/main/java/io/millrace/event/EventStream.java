package io.millrace.event;

/**
 * Events of one tag, in order. Immutable: it may be kept, shared between outputs and parked without
 * copies.
 */
public sealed interface EventStream permits PackedEvents, SealedEvents {
  /** Number of events; what the sender claims, for a payload that nobody has looked into. */
  int count();

  /**
   * Size in bytes, the same at all times: of the packed events, or of the payload if nobody had
   * looked into it when it came in.
   */
  int byteSize();

  /**
   * The events as packed bytes. Who only hands a stream on must not ask for them: a payload that
   * nobody has looked into is inflated and checked then.
   *
   * @throws MalformedPackException if such a payload cannot be inflated, exceeds its limit, or
   *     holds no events
   */
  PackedEvents packed();
}
