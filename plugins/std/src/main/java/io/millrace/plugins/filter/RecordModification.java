package io.millrace.plugins.filter;

import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventView;
import io.millrace.event.Pack;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link RecordModifierFilter} does to one event after another; one thread's. */
final class RecordModification {
  private final ModifierFields fields;
  private final List<RecordPath> removed;
  private final List<RecordPath> kept;
  private final List<Substitution> substitutions;
  private final Optional<TextEncoding> encoding;
  private final EventScope scope;
  private final EventCursor changed = new EventCursor();
  private final ByteArraySink valueBytes = new ByteArraySink(256);
  private final PackWriter value = new PackWriter(valueBytes);
  private final ByteArraySink wholeBytes = new ByteArraySink(512);
  private final PackWriter whole = new PackWriter(wholeBytes);

  RecordModification(
      RecordModifierFilter.Config config,
      ModifierFields fields,
      List<Substitution> substitutions,
      Optional<TextEncoding> encoding,
      String hostname) {
    this.fields = fields;
    this.removed = config.removeKeys();
    this.kept = kept(config, fields);
    this.substitutions = substitutions;
    this.encoding = encoding;
    this.scope = new EventScope(hostname);
  }

  /** The white list, which the new fields are always on; empty if there is none. */
  private static List<RecordPath> kept(RecordModifierFilter.Config config, ModifierFields fields) {
    if (config.whitelistKeys().isEmpty()) {
      return List.of();
    }
    Set<String> names = new LinkedHashSet<>();
    config.whitelistKeys().forEach(name -> names.add(name.strip()));
    fields.fields().forEach(field -> names.add(field.name()));
    List<RecordPath> keys = new ArrayList<>();
    names.forEach(name -> keys.add(RecordPath.ofKey(name)));
    return keys;
  }

  /** The changed record; valid until the next event. */
  RecordEditor apply(Tag tag, EventView event) {
    scope.show(tag, event);
    RecordEditor record = event.edit();
    if (fields.mayMutate()) {
      evaluate(record);
    } else {
      splice(event, record);
    }
    removed.forEach(record::remove);
    if (!kept.isEmpty()) {
      keepOnly(record);
    }
    for (Substitution substitution : substitutions) {
      substitution.apply(record);
    }
    encoding.ifPresent(it -> encode(it, record));
    return record;
  }

  /** The record as a map, which expressions may change as they like. */
  private void evaluate(RecordEditor record) {
    Map<@Nullable Object, @Nullable Object> map = scope.wholeRecord().fields();
    for (ModifierFields.Field field : fields.fields()) {
      valueBytes.clear();
      field.value().write(scope, value);
      map.put(field.name(), PackReader.read(valueBytes.array(), 0));
    }
    wholeBytes.clear();
    scope.wholeRecord().pack(whole);
    replace(record);
  }

  private void splice(EventView event, RecordEditor record) {
    for (ModifierFields.Field field : fields.fields()) {
      valueBytes.clear();
      field.value().write(scope, value);
      scope.put(field.name(), valueBytes.array(), 0);
      record.value().packed(valueBytes.slice());
      record.put(field.key());
      scope.showChanged(changed.show(event, record));
    }
  }

  private void keepOnly(RecordEditor record) {
    ByteSlice all = record.record();
    wholeBytes.clear();
    int count = 0;
    for (RecordPath key : kept) {
      count += key.find(all.array(), all.offset()) < 0 ? 0 : 1;
    }
    whole.mapHeader(count);
    for (RecordPath key : kept) {
      int at = key.find(all.array(), all.offset());
      if (at >= 0) {
        ByteSlice name = key.firstKey();
        whole.text(name.array(), name.offset(), name.length());
        Splice.copy(all.array(), at, whole);
      }
    }
    replace(record);
  }

  private void encode(TextEncoding it, RecordEditor record) {
    ByteSlice all = record.record();
    wholeBytes.clear();
    it.write(all.array(), all.offset(), whole);
    replace(record);
  }

  private void replace(RecordEditor record) {
    int end = Pack.skip(wholeBytes.array(), 0);
    record.copyOf(wholeBytes.array(), 0, end);
  }
}
