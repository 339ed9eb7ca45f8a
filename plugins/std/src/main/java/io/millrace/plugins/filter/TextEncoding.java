package io.millrace.plugins.filter;

import io.millrace.event.ByteSlice;
import io.millrace.event.Pack;
import io.millrace.event.PackWriter;
import io.millrace.event.Utf8;
import io.millrace.plugins.tail.Encodings;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code char_encoding}: {@code name} says of every value what text it is, so that binary becomes
 * text with the same bytes; {@code from:to} converts them, with a replacement for what either side
 * does not have. Keys stay as they are. Immutable.
 *
 * @param conversion empty if bytes stay as they are
 */
record TextEncoding(Optional<Conversion> conversion) {

  /** From one encoding to another. */
  record Conversion(Charset from, Charset to) {
    private boolean changesNothing(byte[] a, int start, int end) {
      return from.equals(to) && to.equals(StandardCharsets.UTF_8) && Utf8.isValid(a, start, end);
    }

    private ByteSlice convert(byte[] a, int start, int length) {
      if (changesNothing(a, start, start + length)) {
        return ByteSlice.of(a, start, length);
      }
      try {
        CharBuffer text =
            from.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .decode(ByteBuffer.wrap(a, start, length));
        ByteBuffer bytes =
            to.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .encode(text);
        return ByteSlice.of(bytes.array(), bytes.arrayOffset(), bytes.limit());
      } catch (CharacterCodingException e) {
        throw new IllegalStateException("a coder that replaces reported an error", e);
      }
    }
  }

  /**
   * Of a value of {@code char_encoding}.
   *
   * @throws IllegalArgumentException if it names an encoding that nobody knows
   */
  static TextEncoding of(String setting) {
    int colon = setting.indexOf(':');
    if (colon < 0) {
      charset(setting, setting);
      return new TextEncoding(Optional.empty());
    }
    return new TextEncoding(
        Optional.of(
            new Conversion(
                charset(setting.substring(0, colon), setting),
                charset(setting.substring(colon + 1), setting))));
  }

  private static Charset charset(String name, String setting) {
    return Encodings.find(name.strip())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "char_encoding: unknown encoding name - "
                        + name
                        + " in '"
                        + setting
                        + "'; 'utf-8' or 'shift_jis:utf-8' is expected"));
  }

  /** Appends the value at {@code at} with all its texts changed. */
  void write(byte[] a, int at, PackWriter out) {
    switch (Pack.kind(a, at)) {
      case STRING, BINARY -> text(a, Pack.rawStart(a, at), Pack.rawLength(a, at), out);
      case MAP -> {
        int count = Pack.count(a, at);
        out.mapHeader(count);
        int key = Pack.body(a, at);
        for (int i = 0; i < count; i++) {
          Splice.copy(a, key, out);
          int value = Pack.skip(a, key);
          write(a, value, out);
          key = Pack.skip(a, value);
        }
      }
      case ARRAY -> {
        int count = Pack.count(a, at);
        out.arrayHeader(count);
        int item = Pack.body(a, at);
        for (int i = 0; i < count; i++) {
          write(a, item, out);
          item = Pack.skip(a, item);
        }
      }
      default -> Splice.copy(a, at, out);
    }
  }

  private void text(byte[] a, int start, int length, PackWriter out) {
    if (conversion.isEmpty()) {
      out.text(a, start, length);
      return;
    }
    ByteSlice bytes = conversion.get().convert(a, start, length);
    if (conversion.get().to().equals(StandardCharsets.UTF_8)) {
      out.text(bytes.array(), bytes.offset(), bytes.length());
    } else {
      out.binary(bytes.array(), bytes.offset(), bytes.length());
    }
  }
}
