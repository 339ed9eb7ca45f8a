package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GuessingWalkTest {
  private static byte[] packed(Object value) {
    ByteArraySink out = new ByteArraySink(64);
    new PackWriter(out).value(value);
    return out.toBytes();
  }

  private static int walk(byte[] bytes) {
    return new GuessingWalk(bytes, 0, bytes.length).check(0);
  }

  private static Map<String, Object> wide(int fields, Object value) {
    Map<String, Object> record = new TreeMap<>();
    for (int i = 0; i < fields; i++) {
      record.put("field" + i, value);
    }
    return record;
  }

  @Test
  void usual_records_are_walked_to_their_end() {
    List<Object> usual = new ArrayList<>(List.of(Map.of(), Map.of("k", "v".repeat(40))));
    usual.add(Map.of("text", "x".repeat(65_535), "last", true));
    usual.add(Map.of("numbers", List.of(1L, -200L, 70_000L, Long.MIN_VALUE, 0.5), "last", "text"));
    usual.add(Map.of("bytes", new byte[40], "more", new byte[400], "last", "text"));
    usual.add(wide(200, "more fields than there are places to remember"));
    usual.add(wide(127 - 1, List.of(1L)));

    for (Object record : usual) {
      // Given a byte or two behind a last header that is short, as a next entry has.
      byte[] bytes = HexFormat.of().parseHex(HexFormat.of().formatHex(packed(record)) + "9201");
      assertThat(walk(bytes)).as("%s", record).isEqualTo(bytes.length - 2);
    }
  }

  @Test
  void records_that_differ_from_the_one_before_are_walked_too() {
    List<Object> records =
        List.of(
            Map.of("k", "a", "n", 1L),
            Map.of("k", "another", "n", 1L),
            Map.of("k", Map.of("deeper", "x"), "n", 1000L),
            Map.of("k", Collections.nCopies(20, "item")),
            Map.of("k", "x".repeat(600), "n", 1L));
    ByteArraySink out = new ByteArraySink(64);
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      new PackWriter(out).value(records.get(i % records.size()));
      ends.add(out.size());
    }
    GuessingWalk walk = new GuessingWalk(out.array(), 0, out.size());

    List<Integer> walked = new ArrayList<>();
    for (int at = 0; at < out.size(); at = walked.get(walked.size() - 1)) {
      walked.add(walk.check(at));
    }

    assertThat(walked).isEqualTo(ends);
  }

  @Test
  void what_is_odd_is_left_to_the_plain_walk() {
    Map<String, String> odd =
        Map.of(
            "an event time", "81a174d7006553f10000000000",
            "another extension", "81a178c70305414243",
            "a byte that starts no value", "81a178c1c0c0",
            "a text of four length bytes", "81a178db0000000161",
            "a map of four count bytes", "df00000000c0c0",
            "a text that is cut short", "81a178a561",
            "a field that is missing", "82a178c0a179",
            "a header that is cut short", "81a178da00");
    odd.forEach(
        (what, hex) ->
            assertThat(walk(HexFormat.of().parseHex(hex))).as(what).isEqualTo(GuessingWalk.ODD));
    assertThat(walk(packed(wide(Pack.MAX_DEPTH - 1, List.of(1L, 2L))))).isEqualTo(GuessingWalk.ODD);
  }

  @Test
  void bytes_behind_the_end_are_not_the_records() {
    byte[] bytes = packed(Map.of("key", "value"));
    for (int end = 0; end < bytes.length; end++) {
      assertThat(new GuessingWalk(bytes, 0, end).check(0)).isEqualTo(GuessingWalk.ODD);
    }
  }
}
