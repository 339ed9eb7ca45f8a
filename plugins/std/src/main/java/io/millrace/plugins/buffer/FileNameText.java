package io.millrace.plugins.buffer;

import io.millrace.event.ByteArraySink;
import java.nio.charset.StandardCharsets;

/**
 * Any text as part of a file's name: bytes outside of {@code [-_.a-zA-Z0-9]} are percent-encoded.
 */
final class FileNameText {
  private FileNameText() {}

  static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(String.format("%02X", b));
      }
    }
    return out.toString();
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_'
        || b == '.';
  }

  static String decode(String text) {
    ByteArraySink out = new ByteArraySink(text.length());
    for (int i = 0; i < text.length(); i++) {
      int high = text.charAt(i) == '%' && i + 2 < text.length() ? digit(text, i + 1) : -1;
      int low = high >= 0 ? digit(text, i + 2) : -1;
      if (low >= 0) {
        out.write(high << 4 | low);
        i += 2;
      } else {
        out.writeUtf8(text.substring(i, i + 1));
      }
    }
    return out.toString();
  }

  private static int digit(String text, int at) {
    return Character.digit(text.charAt(at), 16);
  }
}
