package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RubyInspectTest {
  private static String packed(Object value) {
    ByteArraySink packed = new ByteArraySink(64);
    new PackWriter(packed).value(value);
    ByteArraySink out = new ByteArraySink(64);
    RubyInspect.write(packed.array(), 0, out);
    return out.toString();
  }

  @Test
  void writes_maps_and_arrays_packed_or_not() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("a", 1L);
    record.put("b", null);
    record.put("c", Arrays.asList("x", 2.0, true, null));
    record.put("d", Map.of());
    record.put("e", List.of());
    record.put("t", new EventTime(1700000000, 5));
    record.put("bin", new byte[] {'h', (byte) 0xe9});
    String expected =
        "{\"a\"=>1, \"b\"=>nil, \"c\"=>[\"x\", 2.0, true, nil], \"d\"=>{}, \"e\"=>[],"
            + " \"t\"=>1700000000, \"bin\"=>\"h\\xE9\"}";
    assertThat(RubyInspect.of(record)).isEqualTo(expected);
    assertThat(packed(record)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "SINGLE é; SINGLE \\u00E9",
        "😀; \\u{1F600}",
        "q\"b\\; q\\\"b\\\\",
        "#{x} #$y #@z # #; \\#{x} \\#$y \\#@z # #",
      })
  void escapes_as_ruby_does_without_a_utf8_locale(String text, String expected) {
    assertThat(RubyInspect.of(text)).isEqualTo('"' + expected + '"');
    assertThat(packed(text)).isEqualTo('"' + expected + '"');
  }

  @Test
  void escapes_control_characters() {
    assertThat(packed("\007\b\t\n\013\f\r\033\0\001\177"))
        .isEqualTo("\"\\a\\b\\t\\n\\v\\f\\r\\e\\u0000\\u0001\\x7F\"");
    assertThat(packed(new byte[] {0, (byte) 0xc3})).isEqualTo("\"\\x00\\xC3\"");
  }

  @Test
  void a_repeated_key_stands_once_and_big_numbers_are_whole() {
    byte[] twice = HexFormat.of().parseHex("83a16101a16202a16103");
    ByteArraySink out = new ByteArraySink(64);
    RubyInspect.write(twice, 0, out);
    assertThat(out).hasToString("{\"a\"=>3, \"b\"=>2}");
    assertThat(RubyInspect.of(BigInteger.TWO.pow(64))).isEqualTo("18446744073709551616");
  }

  @Test
  void to_s_of_a_map_is_its_inspection_and_of_a_scalar_its_text() {
    byte[] record = HexFormat.of().parseHex("84a16181a16bc0a162cb3ff8000000000000a163c3a164c0");
    EventCursor cursor = PackedEvents.of(EventTime.ofSeconds(1), ByteSlice.of(record)).cursor();
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.bytes(RecordPath.parse("a"))).hasToString("{\"k\"=>nil}");
    assertThat(cursor.bytes(RecordPath.parse("b"))).hasToString("1.5");
    assertThat(cursor.bytes(RecordPath.parse("c"))).hasToString("true");
    assertThat(cursor.bytes(RecordPath.parse("d")).isEmpty()).isTrue();
    assertThat(cursor.text(RecordPath.parse("d"))).isEmpty();
    assertThat(cursor.bytes(RecordPath.parse("x")).isEmpty()).isTrue();
  }
}
