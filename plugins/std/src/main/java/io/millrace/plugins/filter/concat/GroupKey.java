package io.millrace.plugins.filter.concat;

import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;

/**
 * Which group an event belongs to.
 *
 * @param stream value of {@code stream_identity_key}
 * @param id what the mode tells groups of one stream apart by
 */
record GroupKey(Tag tag, ByteSlice stream, ByteSlice id) {
  /** The same key with bytes of its own, to be kept. */
  GroupKey owned() {
    return new GroupKey(tag, own(stream), own(id));
  }

  private static ByteSlice own(ByteSlice bytes) {
    return bytes.isEmpty() ? ByteSlice.EMPTY : ByteSlice.of(bytes.toBytes());
  }
}
