package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  private static boolean isValidToJava(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Lead and trail bytes are more likely than in noise, so that both answers occur. */
  private static byte[] noise(Random random) {
    byte[] edges = HexFormat.of().parseHex("41c2dfe0e1edeff0f1f4f5c0c1ff808f909fa0bf");
    byte[] bytes = new byte[random.nextInt(12)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = random.nextInt(2) == 0 ? edges[random.nextInt(edges.length)] : (byte) 0x80;
    }
    return bytes;
  }

  @Test
  void agrees_with_java_on_what_is_valid() {
    Random random = new Random(13);
    int valid = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = noise(random);
      boolean expected = isValidToJava(bytes);
      assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(expected);
      byte[] scrubbed = Utf8.scrub(bytes, 0, bytes.length);
      assertThat(isValidToJava(scrubbed)).isTrue();
      assertThat(scrubbed).hasSameSizeAs(bytes);
      valid += expected ? 1 : 0;
    }
    assertThat(valid).isBetween(1, 49_999);
    for (int point = 0; point < Character.MAX_CODE_POINT; point += 7) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        byte[] bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.codePoint(bytes, 0, Utf8.sequence(bytes, 0, bytes.length)))
            .isEqualTo(point);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"6162e9, 2, 61623f", "e381, 0, 3f3f", "eda080, 0, 3f3f3f", "c3a9ff41, 2, c3a93f41"})
  void finds_and_replaces_what_is_invalid(String hex, int at, String scrubbed) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(at);
    assertThat(HexFormat.of().formatHex(Utf8.scrub(bytes, 0, bytes.length))).isEqualTo(scrubbed);
  }
}
