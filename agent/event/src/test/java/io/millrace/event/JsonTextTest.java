package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts are copied eight bytes at a time: every place in and around the eight, at an array's end.
 */
class JsonTextTest {
  private static final int LONGEST = 34;

  @ParameterizedTest
  @ValueSource(ints = {'"', '\\', '\n', 0x00, 0x1f, 0x7f, 0xff, 'a'})
  void writesEveryByteAtEveryPlaceOfTextsOfEveryLength(int special) {
    for (int length = 0; length <= LONGEST; length++) {
      for (int place = 0; place < length; place++) {
        byte[] text = text(length);
        text[place] = (byte) special;

        assertWritten(text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 16, 33})
  void escapesTwoBytesNextToEachOther(int before) {
    byte[] text = text(before + 2 + 9);
    text[before] = '"';
    text[before + 1] = '\\';

    assertWritten(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 8, 15})
  void takesNoNoticeOfWhatStandsBehindTheText(int length) {
    byte[] array = new byte[length + 16];
    Arrays.fill(array, (byte) '"');
    System.arraycopy(text(length), 0, array, 0, length);
    ByteArraySink out = new ByteArraySink(1);

    JsonText.write(array, 0, length, out);

    assertThat(out.toBytes()).isEqualTo(quoted(text(length)));
  }

  /** With no room, some, and plenty of it behind the text in its array. */
  private static void assertWritten(byte[] text) {
    for (int behind : new int[] {0, 1, 7, 8, 20}) {
      byte[] array = Arrays.copyOf(text, text.length + behind);
      ByteArraySink out = new ByteArraySink(1);

      JsonText.write(array, 0, text.length, out);

      assertThat(out.toBytes()).isEqualTo(quoted(text));
    }
  }

  private static byte[] text(int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('A' + i);
      if (text[i] == '\\') {
        text[i] = '-';
      }
    }
    return text;
  }

  /** Byte for byte: slow, and plainly right. */
  private static byte[] quoted(byte[] text) {
    StringBuilder json = new StringBuilder("\"");
    for (byte b : text) {
      char c = (char) (b & 0xff);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        default -> json.append(c < 0x20 ? String.format("\\u%04x", (int) c) : c);
      }
    }
    return json.append('"').toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
