package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the index answers is what a walk over the record would. */
class FieldIndexTest {
  private final RandomValues values = new RandomValues(20260303);
  private final RecordEditor filtered = new RecordEditor();

  private static ByteSlice name(int i) {
    return ByteSlice.utf8("key" + i);
  }

  private PackedEvents event(int fields) {
    Map<String, Object> record = new LinkedHashMap<>();
    for (int i = 0; i < fields; i++) {
      record.put("key" + i, i % 3 == 0 ? values.record() : values.text());
    }
    EventsBuilder builder = new EventsBuilder(0);
    builder.begin(EventTime.ofSeconds(1)).value(record);
    return builder.build();
  }

  private static void assertFindsAsAWalkDoes(EventCursor cursor, int names) {
    for (int i = 0; i < names; i++) {
      assertThat(cursor.find(RecordPath.ofKey(name(i).toString())))
          .as("field %d", i)
          .isEqualTo(RecordPath.findKey(cursor.array(), cursor.recordStart(), name(i)));
    }
    RecordPath nested = RecordPath.parse("$.key0.a");
    assertThat(cursor.find(nested)).isEqualTo(nested.find(cursor.array(), cursor.recordStart()));
    assertThat(cursor.find(RecordPath.parse("$[0]"))).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 62, 63, 64, 65, 200})
  void it_finds_the_fields_of_records_of_any_size_before_and_after_edits(int fields) {
    EventCursor cursor = new EventCursor().reset(event(fields));
    EventCursor shown = new EventCursor();
    assertThat(cursor.next()).isTrue();
    assertFindsAsAWalkDoes(cursor, fields + 1);

    RecordEditor editor = cursor.edit();
    for (int added = 0; added < 3; added++) {
      editor.setText(RecordPath.ofKey("key" + (fields + added)), ByteSlice.utf8("added"));
      assertFindsAsAWalkDoes(shown.show(cursor, editor), fields + 4);
    }
    editor.setText(RecordPath.ofKey("key1"), ByteSlice.utf8("another text, and a longer one"));
    assertFindsAsAWalkDoes(shown.show(cursor, editor), fields + 4);
    editor.remove(RecordPath.ofKey("key0"));
    assertFindsAsAWalkDoes(shown.show(cursor, editor), fields + 4);

    RecordEditor next = shown.edit();
    next.setInteger(RecordPath.ofKey("key2"), 7);
    next.setInteger(RecordPath.ofKey("last"), 8);
    assertFindsAsAWalkDoes(shown.show(cursor, next), fields + 4);
    assertThat(cursor.has(RecordPath.ofKey("last"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 40, 64, 65})
  void of_a_repeated_key_the_last_counts(int fields) {
    PackWriter record = new PackWriter(new ByteArraySink(64));
    record.mapHeader(fields);
    for (int i = 0; i < fields; i++) {
      record.text("twice");
      record.integer(i);
    }
    EventCursor cursor =
        PackedEvents.of(EventTime.ofSeconds(1), ByteSlice.of(record.sink().toBytes())).cursor();
    assertThat(cursor.next()).isTrue();

    assertThat(cursor.value(RecordPath.ofKey("twice"))).contains((long) (fields - 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void an_editor_that_starts_over_forgets(int fields) {
    EventCursor cursor = event(fields).cursor();
    assertThat(cursor.next()).isTrue();
    filtered.copyOf(cursor.array(), cursor.recordStart(), cursor.recordEnd());
    filtered.setInteger(RecordPath.ofKey("n"), 1);

    filtered.clear();
    filtered.setInteger(RecordPath.ofKey("key0"), 2);

    assertThat(new EventCursor().show(cursor, filtered).value(RecordPath.ofKey("key0")))
        .contains(2L);
    assertThat(filtered.count()).isEqualTo(1);
  }
}
