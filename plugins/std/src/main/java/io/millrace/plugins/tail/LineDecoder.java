package io.millrace.plugins.tail;

import io.millrace.event.ByteSlice;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;

/**
 * Makes {@code encoding} of {@code from_encoding}, line by line; what is no character becomes the
 * replacement character. Without {@code from_encoding} bytes stay as they are.
 */
final class LineDecoder {
  private final Optional<CharsetDecoder> decoder;
  private final Optional<CharsetEncoder> encoder;
  private CharBuffer chars = CharBuffer.allocate(0);
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  LineDecoder(Optional<Charset> from, Optional<Charset> to) {
    boolean needed = from.isPresent() && !from.equals(to);
    decoder =
        from.filter(f -> needed)
            .map(
                charset ->
                    charset
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
    encoder =
        to.filter(t -> needed)
            .map(
                charset ->
                    charset
                        .newEncoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
  }

  /** The line in the wanted encoding, valid until the next call. */
  ByteSlice decode(byte[] a, int from, int to) {
    if (decoder.isEmpty() || encoder.isEmpty()) {
      return ByteSlice.of(a, from, to - from);
    }
    CharsetDecoder in = decoder.get().reset();
    CharsetEncoder out = encoder.get().reset();
    int most = (int) Math.ceil((to - from) * (double) in.maxCharsPerByte()) + 1;
    if (chars.capacity() < most) {
      chars = CharBuffer.allocate(most);
    }
    chars.clear();
    in.decode(ByteBuffer.wrap(a, from, to - from), chars, true);
    in.flush(chars);
    chars.flip();
    int room = (int) Math.ceil(chars.remaining() * (double) out.maxBytesPerChar()) + 8;
    if (bytes.capacity() < room) {
      bytes = ByteBuffer.allocate(room);
    }
    bytes.clear();
    out.encode(chars, bytes, true);
    out.flush(bytes);
    return ByteSlice.of(bytes.array(), 0, bytes.position());
  }
}
