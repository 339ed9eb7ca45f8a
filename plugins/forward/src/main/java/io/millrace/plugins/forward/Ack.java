package io.millrace.plugins.forward;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.JsonTranscoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** The answer to a message with option {@code chunk}: {@code {"ack": chunk}}. */
final class Ack {
  private static final byte[] HEAD = {(byte) 0x81, (byte) 0xa3, 'a', 'c', 'k'};

  private Ack() {}

  /** The answer in MessagePack; {@code chunk} is the packed value as the sender wrote it. */
  static ByteBuf pack(ByteBufAllocator alloc, ByteSlice chunk) {
    return alloc
        .buffer(HEAD.length + chunk.length())
        .writeBytes(HEAD)
        .writeBytes(chunk.array(), chunk.offset(), chunk.length());
  }

  /** The answer in JSON. */
  static ByteBuf json(ByteBufAllocator alloc, ByteSlice chunk) {
    ByteArraySink out = new ByteArraySink(64);
    out.writeAscii("{\"ack\":");
    JsonTranscoder.write(chunk.array(), chunk.offset(), out);
    out.writeAscii("}");
    return alloc.buffer(out.size()).writeBytes(out.array(), 0, out.size());
  }
}
