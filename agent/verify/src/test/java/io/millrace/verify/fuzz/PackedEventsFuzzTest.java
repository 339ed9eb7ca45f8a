package io.millrace.verify.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.EventCursor;
import io.millrace.event.EventTime;
import io.millrace.event.JsonTranscoder;
import io.millrace.event.MalformedPackException;
import io.millrace.event.Pack;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import io.millrace.event.SealedEvents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Any bytes are packed events or are refused; and events that were let in can be read, written as
 * JSON, decoded and edited without a further check. The same of payloads that are opened late.
 */
class PackedEventsFuzzTest {
  private static final int INFLATED = 1 << 20;
  private static final List<RecordPath> PATHS =
      List.of(
          RecordPath.ofKey("a"),
          RecordPath.ofKey("message"),
          RecordPath.parse("$.a.b"),
          RecordPath.parse("$.a[0]"),
          RecordPath.parse("$.a[-1].c"));

  @FuzzTest(maxDuration = "10m")
  void readsAndEditsWhatItLetsIn(byte[] data) {
    FuzzInput.bounded(() -> attempt(data));
  }

  private void attempt(byte[] data) {
    for (Compression compression : Compression.values()) {
      open(data, compression);
    }
    try {
      PackedEvents events =
          PackedEvents.parse(ByteSlice.of(data.clone()), EventTime.ofSeconds(1), at -> true);
      look(events);
      assertThat(look(PackedEvents.check(events.bytes()))).isEqualTo(events.count());
    } catch (MalformedPackException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static void open(byte[] data, Compression compression) {
    SealedEvents sealed =
        SealedEvents.unread(ByteSlice.of(data), compression, 1, PackedEventsFuzzTest::inflate);
    try {
      assertThat(look(sealed.packed())).isEqualTo(sealed.count());
    } catch (MalformedPackException e) {
      assertThat(sealed.count()).isEqualTo(1);
    }
  }

  private static ByteSlice inflate(ByteSlice payload, Compression compression) {
    try (InputStream in =
        compression.inflate(new ByteArrayInputStream(payload.array(), 0, payload.length()))) {
      return ByteSlice.of(in.readNBytes(INFLATED));
    } catch (IOException e) {
      throw new MalformedPackException("not whole: " + e.getMessage());
    }
  }

  private static int look(PackedEvents events) {
    EventCursor cursor = events.cursor();
    int count = 0;
    while (cursor.next()) {
      count++;
      ByteArraySink json = new ByteArraySink(64);
      JsonTranscoder.write(cursor.array(), cursor.recordStart(), json);
      assertThat(json.array()[0]).isEqualTo((byte) '{');
      assertThat(json.array()[json.size() - 1]).isEqualTo((byte) '}');
      decode(cursor);
      PATHS.forEach(path -> edit(cursor, path));
    }
    return count;
  }

  private static void decode(EventCursor cursor) {
    ByteArraySink packed = new ByteArraySink(64);
    cursor.toRecord().pack(new PackWriter(packed));
    assertThat(Pack.check(packed.array(), 0, packed.size())).isEqualTo(packed.size());
    assertThat(cursor.time()).isEqualTo(new EventTime(cursor.seconds(), cursor.nanos()));
  }

  private static void edit(EventCursor cursor, RecordPath path) {
    assertThat(cursor.bytes(path).length()).isNotNegative();
    assertThat(cursor.text(path).orElse("")).isNotNull();
    RecordEditor editor = cursor.edit();
    editor.setText(path, ByteSlice.utf8("new"));
    checked(editor.record());
    editor = cursor.edit();
    editor.remove(path);
    checked(editor.record());
    editor.value().integer(1);
    editor.put(ByteSlice.utf8("added"));
    ByteSlice record = editor.record();
    checked(record);
    int at = RecordPath.ofKey("added").find(record.array(), record.offset());
    assertThat(Pack.integer(record.array(), at)).isEqualTo(1);
  }

  private static void checked(ByteSlice record) {
    assertThat(Pack.kind(record.array(), record.offset())).isEqualTo(Pack.Kind.MAP);
    assertThat(Pack.check(record.array(), record.offset(), record.end())).isEqualTo(record.end());
  }
}
