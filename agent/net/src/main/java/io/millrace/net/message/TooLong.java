package io.millrace.net.message;

import io.millrace.event.ByteSlice;

/** Told of messages that are longer than the limit and therefore gone. */
@FunctionalInterface
public interface TooLong {
  /**
   * One message.
   *
   * @param head its first bytes; valid during the call
   * @param size its length in bytes, as far as it is known
   */
  void dropped(ByteSlice head, long size);
}
