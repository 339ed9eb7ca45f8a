package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackedEventsTest {
  private static final EventTime NOW = new EventTime(1700000000, 5);
  private static final HexFormat HEX = HexFormat.of();

  private static ByteSlice bytes(String hex) {
    return ByteSlice.of(HEX.parseHex(hex));
  }

  private static List<String> shown(PackedEvents events) {
    List<String> shown = new ArrayList<>();
    EventCursor cursor = events.cursor();
    while (cursor.next()) {
      ByteArraySink json = new ByteArraySink(32);
      JsonTranscoder.write(cursor.array(), cursor.recordStart(), json);
      shown.add(
          cursor.seconds() + (cursor.integerTime() ? "i " : "." + cursor.nanos() + " ") + json);
    }
    assertThat(shown).hasSize(events.count());
    return shown;
  }

  @Test
  void builder_and_cursor_keep_times_and_records() {
    EventsBuilder builder = new EventsBuilder(8);
    ByteSlice record = bytes("81a16b01");
    builder.append(new EventTime(4294967295L, 999_999_999), record);
    builder.begin(12, 0, true).packed(record);
    builder.begin(new EventTime(13, 1)).mapHeader(0);
    PackedEvents events = builder.build();
    assertThat(shown(events))
        .containsExactly("4294967295.999999999 {\"k\":1}", "12i {\"k\":1}", "13.1 {}");

    EventCursor cursor = events.cursor();
    while (cursor.next()) {
      if (cursor.integerTime()) {
        builder.append(cursor);
        builder.append(cursor, bytes("80"));
        builder.append((EventView) cursor);
      }
    }
    assertThat(shown(builder.build())).containsExactly("12i {\"k\":1}", "12i {}", "12i {\"k\":1}");
    assertThat(builder.build().isEmpty()).isTrue();
    assertThat(PackedEvents.check(events.bytes()).count()).isEqualTo(3);
  }

  @Test
  void an_edited_event_is_shown_with_its_time() {
    EventCursor cursor = PackedEvents.of(NOW, bytes("81a16b01")).cursor();
    assertThat(cursor.next()).isTrue();
    RecordEditor editor = cursor.edit();
    editor.set(RecordPath.ofKey("n"), List.of(1L, "x"));
    EventCursor shown = new EventCursor().show(cursor, editor);
    assertThat(shown.time()).isEqualTo(NOW);
    assertThat(shown.value(RecordPath.parse("$.n[1]"))).contains("x");
    assertThat(shown.next()).isFalse();
    assertThat(cursor.toRecord().fields()).isEqualTo(Map.of("k", 1L));
    assertThat(shown.edit()).isNotSameAs(editor);
  }

  @Test
  void good_bytes_are_taken_in_without_a_copy() {
    ByteSlice good = bytes("920180" + "92d7006553f1000000007b80");
    PackedEvents events = PackedEvents.parse(good, NOW, at -> false);
    assertThat(events.array()).isSameAs(good.array());
    assertThat(shown(events)).containsExactly("1i {}", "1700000000.123 {}");
  }

  @Test
  void entries_are_mended_or_left_out_and_reported() {
    List<Integer> invalid = new ArrayList<>();
    PackedEvents events =
        PackedEvents.parse(
            bytes(
                "920180" // good
                    + "920080" // time zero: now
                    + "9292d7006553f1000000007b8080" // [time, metadata]
                    + "9202c0" // nil record: silently left out
                    + "920301" // no map
                    + "05" // no entry
                    + "92c080" // nil time
                    + "920481a16b01"),
            NOW,
            at -> invalid.add(at));
    assertThat(shown(events))
        .containsExactly("1i {}", "1700000000.5 {}", "1700000000.123 {}", "4i {\"k\":1}");
    assertThat(invalid).hasSize(3);
    assertThatThrownBy(() -> PackedEvents.parse(bytes("9203c3"), NOW, at -> false))
        .isInstanceOf(MalformedPackException.class)
        .hasMessageContaining("byte 0");
  }

  @Test
  void strict_bytes_may_have_float_times_but_nothing_else() {
    PackedEvents events = PackedEvents.check(bytes("92cb3ff800000000000080"));
    assertThat(shown(events)).containsExactly("1.500000000 {}");
    for (String bad : List.of("91", "9201", "c0", "92a16180", "920190", "93018080", "92c70700")) {
      assertThatThrownBy(() -> PackedEvents.check(bytes(bad)))
          .as(bad)
          .isInstanceOf(MalformedPackException.class);
    }
    assertThat(PackedEvents.check(ByteSlice.EMPTY).count()).isZero();
  }

  @Test
  void random_damage_is_refused_or_read() {
    RandomValues values = new RandomValues(41);
    int read = 0;
    for (int i = 0; i < 10_000; i++) {
      EventsBuilder builder = new EventsBuilder(64);
      for (int n = values.below(4); n >= 0; n--) {
        builder.begin(i, n, n % 2 == 0).value(values.record());
      }
      byte[] bytes = builder.build().bytes().toBytes();
      bytes[values.below(bytes.length)] = (byte) values.below(256);
      ByteSlice damaged = ByteSlice.of(bytes, 0, values.below(bytes.length + 1));
      try {
        PackedEvents events = PackedEvents.parse(damaged, NOW, at -> true);
        assertThat(shown(events)).hasSize(events.count());
        read++;
      } catch (MalformedPackException e) {
        assertThat(e).message().isNotBlank();
      }
    }
    assertThat(read).isBetween(1, 9_999);
  }

  @Test
  void huge_claims_cost_nothing() {
    for (String claim :
        List.of("ddffffffff", "dfffffffff", "dbffffffff", "c9ffffffff00", "c6ffffffff")) {
      assertThatThrownBy(() -> PackedEvents.parse(bytes(claim), NOW, at -> true))
          .isInstanceOf(MalformedPackException.class);
    }
    assertThatThrownBy(() -> PackedEvents.check(bytes("91".repeat(129) + "c0")))
        .isInstanceOf(MalformedPackException.class)
        .hasMessageContaining("nested deeper than 128");
  }

  @Test
  void only_event_times_are_known_extensions() {
    byte[] time = HEX.parseHex("81a178d7006553f10000000000");
    assertThat(Pack.checkKnown(time, 0, time.length)).isEqualTo(time.length);
    byte[] other = HEX.parseHex("81a178c70305414243");
    assertThat(Pack.check(other, 0, other.length)).isEqualTo(other.length);
    assertThatThrownBy(() -> Pack.checkKnown(other, 0, other.length))
        .isInstanceOf(MalformedPackException.class)
        .hasMessage("unknown extension type 5 at byte 3");
  }

  @Test
  void aCursorGoesOnFromWhereSomebodyWalkedTo() {
    EventsBuilder builder = new EventsBuilder(64);
    builder.begin(EventTime.ofSeconds(1)).value(Map.of("n", 1));
    builder.begin(EventTime.ofSeconds(2)).value(Map.of("n", 2));
    EventCursor cursor = builder.build().cursor();
    RecordPath n = RecordPath.ofKey("n");

    cursor.next();
    int end = Pack.skip(cursor.array(), cursor.recordStart());
    cursor.walked(end);

    assertThat(cursor.recordEnd()).isEqualTo(end);
    assertThat(cursor.value(n)).contains(1L);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.value(n)).contains(2L);
    assertThat(cursor.eventEnd()).isEqualTo(cursor.recordEnd());
    assertThat(cursor.next()).isFalse();
  }
}
