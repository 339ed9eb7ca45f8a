package io.millrace.event;

/**
 * Events of one tag, in order. Immutable: it may be kept, shared between outputs and parked without
 * copies.
 */
public sealed interface EventStream permits PackedEvents, CompressedEvents {
  /** Number of events; what the sender claims, for a compressed payload that nobody has opened. */
  int count();

  /** Bytes held: compressed bytes for a compressed payload. */
  int byteSize();

  /**
   * The events as packed bytes.
   *
   * @throws MalformedPackException if a compressed payload cannot be inflated, exceeds its limit,
   *     or holds no events
   */
  PackedEvents packed();
}
