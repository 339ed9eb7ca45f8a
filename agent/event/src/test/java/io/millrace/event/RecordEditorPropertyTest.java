package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Edits of packed records against the same edits of maps. */
class RecordEditorPropertyTest {
  private final RandomValues values = new RandomValues(99);

  @Test
  void random_edits_do_what_they_do_to_a_map() {
    RecordEditor editor = new RecordEditor();
    ByteArraySink packed = new ByteArraySink(64);
    for (int i = 0; i < PropertyCases.COUNT; i++) {
      Map<String, Object> model = values.record();
      packed.clear();
      new PackWriter(packed).value(model);
      editor.copyOf(packed.array(), 0, packed.size());
      for (int n = values.below(6); n >= 0; n--) {
        edit(editor, model);
      }
      ByteSlice record = editor.record();
      assertThat(Pack.check(record.array(), record.offset(), record.end())).isEqualTo(record.end());
      assertThat(PackReader.read(record)).isEqualTo(model);
      assertThat(new ArrayList<>(((Map<?, ?>) read(record)).keySet()))
          .isEqualTo(new ArrayList<>(model.keySet()));
    }
  }

  private static Object read(ByteSlice record) {
    return Optional.ofNullable(PackReader.read(record)).orElseThrow();
  }

  private void edit(RecordEditor editor, Map<String, Object> model) {
    String key = "k" + values.below(20);
    if (values.below(3) == 0) {
      editor.remove(RecordPath.ofKey(key));
      model.remove(key);
    } else if (values.below(3) == 0) {
      nested(editor, model, key);
    } else if (values.below(2) == 0) {
      Object value = values.value(2);
      editor.set(RecordPath.ofKey(key), value);
      model.put(key, value);
    } else {
      String text = values.text();
      editor.setText(RecordPath.ofKey(key), ByteSlice.utf8(text));
      model.put(key, text);
    }
  }

  @SuppressWarnings("unchecked") // RandomValues makes maps with text keys and lists of objects
  private void nested(RecordEditor editor, Map<String, Object> model, String key) {
    Object value = values.value(1);
    boolean removes = values.below(2) == 0;
    Object parent = model.get(key);
    if (parent instanceof Map) {
      Map<String, Object> map = (Map<String, Object>) parent;
      RecordPath path = RecordPath.parse("$." + key + ".k1");
      if (removes) {
        editor.remove(path);
        map.remove("k1");
      } else {
        editor.set(path, value);
        map.put("k1", value);
      }
    } else if (parent instanceof List) {
      List<Object> list = (List<Object>) parent;
      RecordPath path = RecordPath.parse("$." + key + "[-1]");
      if (removes) {
        editor.remove(path);
      } else {
        editor.set(path, value);
      }
      if (!list.isEmpty()) {
        if (removes) {
          list.remove(list.size() - 1);
        } else {
          list.set(list.size() - 1, value);
        }
      }
    } else {
      RecordPath path = RecordPath.parse("$." + key + ".x[2].y");
      editor.set(path, value);
      editor.remove(path);
    }
  }

  @Test
  void a_repeated_key_is_replaced_where_readers_see_it_and_removed_altogether() {
    byte[] twice = HexFormat.of().parseHex("83a16101a16202a16103");
    RecordEditor editor = new RecordEditor().copyOf(twice, 0, twice.length);
    editor.setInteger(RecordPath.ofKey("a"), 9);
    ByteArraySink json = new ByteArraySink(32);
    JsonTranscoder.write(editor.record().array(), editor.record().offset(), json);
    assertThat(json).hasToString("{\"a\":9,\"b\":2}");
    editor.remove(RecordPath.ofKey("a"));
    assertThat(PackReader.read(editor.record())).isEqualTo(Map.of("b", 2L));
  }
}
