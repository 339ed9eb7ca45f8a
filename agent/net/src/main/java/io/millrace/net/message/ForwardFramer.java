package io.millrace.net.message;

import io.millrace.event.ByteSlice;
import io.millrace.event.MalformedPackException;
import io.millrace.net.forward.ForwardDecoder;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Cuts a stream of the forward protocol, MessagePack or JSON, into its messages. */
public final class ForwardFramer implements Framer, ForwardDecoder.Receiver {
  private final ForwardDecoder decoder;
  private final TooLong tooLong;
  private Consumer<ByteSlice> out = message -> {};

  /**
   * For a new connection.
   *
   * @param limit longest message in bytes
   * @param eager asked how many bytes may be allocated before they have arrived
   */
  public ForwardFramer(long limit, IntSupplier eager, TooLong tooLong) {
    this.decoder = new ForwardDecoder(limit, eager, this);
    this.tooLong = tooLong;
  }

  @Override
  public void cut(ByteBuf in, Consumer<ByteSlice> newOut) {
    out = newOut;
    try {
      decoder.decode(in);
    } catch (MalformedPackException e) {
      throw new MalformedFrameException("incoming data is broken: " + e.getMessage());
    }
  }

  @Override
  public void message(ByteSlice value) {
    out.accept(value);
  }

  @Override
  public void tooLong(ByteSlice head, long size) {
    tooLong.dropped(head, size);
  }

  @Override
  public long held() {
    return decoder.held();
  }
}
