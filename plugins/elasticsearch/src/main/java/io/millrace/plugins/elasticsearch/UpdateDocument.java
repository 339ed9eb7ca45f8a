package io.millrace.plugins.elasticsearch;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.JsonTranscoder;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the second line of an update or upsert: the record in {@code doc}, without the fields that
 * an update leaves alone. Not safe for use by several threads.
 *
 * <p>Source: Elasticsearch's bulk API; fluent-plugin-elasticsearch's {@code update_body}.
 */
final class UpdateDocument {
  private final boolean upsert;
  private final boolean wrap;
  private final List<RecordPath> keptAlone;
  private final Optional<RecordPath> listKey;
  private final RecordEditor whole = new RecordEditor();
  private final RecordEditor changed = new RecordEditor();

  UpdateDocument(DocumentConfig config, Operation operation) {
    this.upsert = operation == Operation.UPSERT;
    this.wrap = !config.suppressDocWrap();
    this.keptAlone = config.removeKeysOnUpdate().stream().map(RecordPath::ofKey).toList();
    this.listKey = config.removeKeysOnUpdateKey().map(RecordPath::ofKey);
  }

  /** Writes the body for {@code record}, without the line's end. */
  void write(EventView record, ByteArraySink out) {
    whole.copyOf(record.array(), record.recordStart(), record.recordEnd());
    List<RecordPath> alone = keptAlone;
    if (listKey.isPresent()) {
      int list = record.find(listKey.get());
      alone = Paths.isTruthy(record.array(), list) ? keys(record.array(), list) : alone;
      whole.remove(listKey.get());
    }
    ByteSlice all = whole.record();
    changed.copyOf(all.array(), all.offset(), all.end());
    alone.forEach(changed::remove);
    if (!wrap) {
      json(changed.record(), out);
      return;
    }
    out.writeAscii("{\"doc\":");
    json(changed.record(), out);
    if (upsert && changed.count() == whole.count()) {
      out.writeAscii(",\"doc_as_upsert\":true");
    } else if (upsert) {
      out.writeAscii(",\"upsert\":");
      json(all, out);
    }
    out.write('}');
  }

  private static void json(ByteSlice record, ByteArraySink out) {
    JsonTranscoder.write(record.array(), record.offset(), out);
  }

  private static List<RecordPath> keys(byte[] a, int list) {
    List<RecordPath> keys = new ArrayList<>();
    if (Pack.kind(a, list) != Pack.Kind.ARRAY) {
      keys.add(RecordPath.ofKey(PackText.bytes(a, list).toString()));
      return keys;
    }
    int at = Pack.body(a, list);
    for (int left = Pack.count(a, list); left > 0; left--) {
      keys.add(RecordPath.ofKey(PackText.bytes(a, at).toString()));
      at = Pack.skip(a, at);
    }
    return keys;
  }
}
