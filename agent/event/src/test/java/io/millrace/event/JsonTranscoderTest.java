package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTranscoderTest {
  private static byte[] packed(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(Pack.check(bytes, 0, bytes.length)).isEqualTo(bytes.length);
    return bytes;
  }

  private static ByteArraySink json(byte[] packed) {
    ByteArraySink out = new ByteArraySink(8);
    JsonTranscoder.write(packed, 0, out);
    return out;
  }

  private static String jsonOf(Object value) {
    ByteArraySink packed = new ByteArraySink(64);
    new PackWriter(packed).value(value);
    return json(packed.toBytes()).toString();
  }

  /** The values that a Fluentd was seen to write. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "c0; null",
        "c2; false",
        "c3; true",
        "ccc8; 200",
        "cdea60; 60000",
        "ceee6b2800; 4000000000",
        "cfffffffffffffffff; 18446744073709551615",
        "cf0000000000000001; 1",
        "d09c; -100",
        "d38000000000000000; -9223372036854775808",
        "ff; -1",
        "ca3fc00000; 1.5",
        "cb3fb999999999999a; 0.1",
        "cb7e37e43c8800759c; 1.0e+300",
        "cb4000000000000000; 2.0",
        "cb8000000000000000; 0.0",
        "cb3e7ad7f29abcaf48; 1.0e-07",
        "cb4415af1d78b58c40; 1.0e+20",
        "cb4341c37937e08000; 10000000000000000.0",
        "cb7ff8000000000000; NaN",
        "cb7ff0000000000000; Infinity",
        "cbfff0000000000000; -Infinity",
        "c40568656c6c6f; `\"hello\"`",
        "d902c3a9; `\"é\"`",
        "d7006553f1000000007b; 1700000000",
        "d4070a; `\"ext(7)0a\"`",
        "c702050102; `\"ext(5)0102\"`",
        "80; {}",
        "90; []",
        "93c0810102c3; `[null,{\"1\":2},true]`",
        "de0001a16b2a; `{\"k\":42}`",
        "dd000000020102; `[1,2]`",
        "8301a36f6e65c3a474727565a0a5656d707479; `{\"1\":\"one\",\"true\":\"true\",\"\":\"empty\"}`",
        "83c001cb3ff800000000000002910103; `{\"\":1,\"1.5\":2,\"[1]\":3}`",
      })
  void writes_what_fluentd_writes(String hex, String expected) {
    assertThat(json(packed(hex))).hasToString(expected);
  }

  @Test
  void escapes_quotes_backslashes_and_control_characters_only() {
    assertThat(jsonOf("a\nb\tc\"d\\e/f\u0001\b\f\r\u001f\u007f größe \u2028 👩 <&'>"))
        .isEqualTo("\"a\\nb\\tc\\\"d\\\\e/f\\u0001\\b\\f\\r\\u001f\u007f größe \u2028 👩 <&'>\"");
    for (int at = 0; at < 20; at++) {
      String text = "x".repeat(at) + "\"" + "y".repeat(20 - at);
      assertThat(jsonOf(text)).isEqualTo("\"" + text.replace("\"", "\\\"") + "\"");
    }
  }

  @Test
  void bytes_that_are_no_utf8_pass_as_they_are() {
    byte[] packed = {(byte) 0xa5, 'c', (byte) 0xe9, ' ', (byte) 0xff, (byte) 0xfe};
    assertThat(json(packed).toBytes()).containsExactly('"', 'c', 0xe9, ' ', 0xff, 0xfe, '"');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "83a16101a16202a16103; `{\"a\":3,\"b\":2}`",
        "82a16101c4016102; `{\"a\":2}`",
        "8201a178cc01a179; `{\"1\":\"y\"}`",
        "82a1310101c3; `{\"1\":1,\"1\":true}`",
        "81a17882a16101a16102; `{\"x\":{\"a\":2}}`",
        "82a17882a16101a16102a17805; `{\"x\":5}`",
        "9182a16101a1619182a16201a16202; `[{\"a\":[{\"b\":2}]}]`",
        "82c001c002; `{\"\":2}`",
      })
  void a_key_that_occurs_twice_has_the_last_value_in_the_first_place(String hex, String expected) {
    ByteArraySink out = new ByteArraySink(8);
    out.writeAscii("before");
    JsonTranscoder.write(packed(hex), 0, out);
    assertThat(out).hasToString("before" + expected);
  }

  @Test
  void wide_maps_and_deep_repetitions_stay_cheap() {
    ByteArraySink wide = new ByteArraySink(1024);
    PackWriter pack = new PackWriter(wide);
    pack.mapHeader(50_000);
    for (int i = 0; i < 50_000; i++) {
      pack.text("k" + i % 49_999);
      pack.integer(i);
    }
    assertThat(json(wide.toBytes()).toString()).startsWith("{\"k0\":49999,\"k1\":1,");

    ByteArraySink deep = new ByteArraySink(1024);
    PackWriter down = new PackWriter(deep);
    for (int i = 0; i < 100; i++) {
      down.mapHeader(3);
      down.text("a");
      down.nil();
      down.text("a");
    }
    down.nil();
    for (int i = 0; i < 100; i++) {
      down.text("b");
      down.integer(i);
    }
    assertThat(json(deep.toBytes()).toString()).isEqualTo("{\"a\":".repeat(100) + "null" + bs());
  }

  private static String bs() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      text.append(",\"b\":").append(i).append('}');
    }
    return text.toString();
  }

  @Test
  void a_whole_record_reads_as_expected() {
    byte[] record =
        packed("83a36c6f67a568656c6c6fa673747265616da67374646f7574a16e92cb3ff8000000000000c0");
    assertThat(new String(json(record).toBytes(), StandardCharsets.UTF_8))
        .isEqualTo("{\"log\":\"hello\",\"stream\":\"stdout\",\"n\":[1.5,null]}");
  }
}
