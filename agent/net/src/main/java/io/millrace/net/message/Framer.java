package io.millrace.net.message;

import io.millrace.event.ByteSlice;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** Cuts the bytes of one connection into messages. Not safe for use by several threads. */
public interface Framer {
  /**
   * Takes in all of {@code in}.
   *
   * @param out gets each whole message; its array is not written any more
   * @throws MalformedFrameException if the bytes cannot be cut; the connection cannot be used any
   *     more
   */
  void cut(ByteBuf in, Consumer<ByteSlice> out);

  /** Bytes it holds for a message that is not complete. */
  long held();
}
