package io.millrace.api;

import io.millrace.event.Compression;

/**
 * What the bytes in the chunks of one output are, so that a store can tell whole events from a tail
 * that a crash tore.
 *
 * @param packed whether they are packed {@code [time, record]} entries; else they are whatever a
 *     {@link CustomFormat} wrote
 * @param compression how they are compressed
 */
public record ChunkContents(boolean packed, Compression compression) {
  /** Packed entries as they are. */
  public static final ChunkContents PACKED = new ChunkContents(true, Compression.TEXT);

  /** Bytes of a {@link CustomFormat} as they are. */
  public static final ChunkContents CUSTOM = new ChunkContents(false, Compression.TEXT);
}
