package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPackerTest {
  private final JsonPacker packer = new JsonPacker(1 << 20);
  private final ByteArraySink packed = new ByteArraySink(16);

  private byte[] pack(ByteSlice json) {
    packed.clear();
    packer.pack(json, new PackWriter(packed));
    assertThat(Pack.check(packed.array(), 0, packed.size())).isEqualTo(packed.size());
    return packed.toBytes();
  }

  /** Packed and written as JSON again. */
  private String again(String json) {
    ByteArraySink out = new ByteArraySink(16);
    JsonTranscoder.write(pack(ByteSlice.utf8(json)), 0, out);
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0|00",
        "-0|00",
        "-12|f4",
        "9223372036854775807|cf7fffffffffffffff",
        "18446744073709551615|cfffffffffffffffff",
        "-9223372036854775808|d38000000000000000",
        "1.50|cb3ff8000000000000",
        "1e3|cb408f400000000000",
        "`\"\\u00e9\\u3042\\ud83d\\ude00\"`|a9c3a9e38182f09f9880",
        "`\"\\ud800x\"`|a4efbfbd78",
        "`\"a\tb\"`|a3610962",
        "null|c0",
        "` [true , false] // x`|92c3c2",
        "`/* c */ {\"a\":{}}`|81a16180",
        "`{\"a\":1,\"a\":2}`|81a16102",
        "`{\"a\":1,\"b\":[{\"x\":1,\"x\":2}],\"a\":3}`|82a16103a1629181a17802",
      })
  void packs(String json, String hex) {
    assertThat(HexFormat.of().formatHex(pack(ByteSlice.utf8(json)))).isEqualTo(hex);
  }

  @Test
  void integers_beyond_64_bits_keep_their_digits() {
    String digits = "1267650600228229401496703205377";
    assertThat(again("{\"a\":" + digits + ",\"b\":-" + digits + ",\"c\":1e400}"))
        .isEqualTo("{\"a\":" + digits + ",\"b\":-" + digits + ",\"c\":Infinity}");
    assertThat(PackReader.read(ByteSlice.of(pack(ByteSlice.utf8(digits))))).hasToString(digits);
  }

  @Test
  void wide_and_nested_containers_get_the_right_headers() {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 70_000; i++) {
      json.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":");
      json.append(i % 1000 == 0 ? "[1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,{\"x\":[]}]" : "1");
    }
    json.append('}');
    assertThat(new JsonPacker(1 << 21)).isNotNull();
    assertThat(again(json.toString())).isEqualTo(json.toString());
  }

  @Test
  void bytes_that_are_no_utf8_pass_as_they_are() {
    byte[] json = "{\"k_\":\"é_😀\\u00e9\"}".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < json.length; i++) {
      json[i] = json[i] == '_' ? (byte) 0xff : json[i];
    }
    assertThat(HexFormat.of().formatHex(pack(ByteSlice.of(json))))
        .isEqualTo("81a26bffa9c3a9fff09f9880c3a9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1",
        "{\"a\":}",
        "{'a':1}",
        "{\"a\":1}{\"b\":2}",
        "{\"a\":1} x",
        "{\"a\":.5}",
        "{a:1}",
        "{\"a\":1,}",
        "[1,2,]",
        "plain",
        "NaN",
        "{\"a\":NaN}",
        "[1",
        "]",
        "01",
        "\"\\x\"",
        "\"unclosed",
        "-",
        "tru"
      })
  void refuses_what_is_no_json_and_leaves_the_sink_alone(String json) {
    packed.clear();
    packed.writeAscii("kept");
    assertThatThrownBy(() -> packer.pack(ByteSlice.utf8(json), new PackWriter(packed)))
        .isInstanceOf(MalformedJsonException.class)
        .message()
        .isNotBlank();
    assertThat(packed).hasToString("kept");
  }

  @Test
  void a_sequence_of_values_is_packed_back_to_back() {
    PackWriter out = new PackWriter(packed);
    assertThat(packer.packAll(ByteSlice.utf8("{\"a\":1}\n{\"b\":2} 3"), out)).isEqualTo(3);
    assertThat(HexFormat.of().formatHex(packed.toBytes())).isEqualTo("81a1610181a1620203");
    assertThat(packer.packAll(ByteSlice.EMPTY, out)).isZero();
  }

  @Test
  void depth_size_and_digits_are_limited() {
    assertThat(pack(ByteSlice.utf8("[".repeat(128) + "]".repeat(128)))).hasSize(128);
    assertThatThrownBy(() -> pack(ByteSlice.utf8("[".repeat(129) + "]".repeat(129))))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("128");
    assertThatThrownBy(() -> pack(ByteSlice.utf8("9".repeat(1001))))
        .isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(
            () -> new JsonPacker(3).pack(ByteSlice.utf8("[1,2]"), new PackWriter(packed)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage("JSON text of 5 bytes: at most 3 are accepted");
  }
}
