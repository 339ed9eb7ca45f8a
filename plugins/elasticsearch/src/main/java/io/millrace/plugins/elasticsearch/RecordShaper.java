package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventView;
import io.millrace.event.PackText;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.util.List;
import java.util.Optional;

/**
 * Makes the document of a record, and tells its index. The steps are Fluentd's, in its order: chunk
 * id, flatten, {@code @timestamp}, target index, tag, target type; and last, when the action line
 * has taken what it needs, removed keys. A configuration that asks for none of them leaves records
 * where they lie. Not safe for use by several threads.
 *
 * <p>Source: fluent-plugin-elasticsearch, order of the steps in its {@code process_message}.
 */
final class RecordShaper {
  private final Tag tag;
  private final IndexName indexName;
  private final Optional<RecordPath> chunkIdKey;
  private final ByteSlice chunkId;
  private final Optional<Flattener> flattener;
  private final Optional<Timestamps> timestamps;
  private final Optional<RecordPath> targetIndex;
  private final Optional<RecordPath> targetType;
  private final Optional<RecordPath> tagKey;
  private final List<RecordPath> removed;
  private final boolean edits;

  private final RecordEditor copy = new RecordEditor();
  private final RecordEditor flat = new RecordEditor();
  private final EventCursor shown = new EventCursor();
  private RecordEditor editor = copy;
  private EventView event = shown;
  private EventView view = shown;
  private Optional<String> type = Optional.empty();

  RecordShaper(
      CommonConfig config,
      Target target,
      PluginContext context,
      Chunk chunk,
      Tag tag,
      ServerVersion version) {
    DocumentConfig document = config.document();
    this.tag = tag;
    this.timestamps =
        when(
            target.timing().stamps(), new Timestamps(config.timestamp(), target.timing(), context));
    this.indexName = new IndexName(target.index());
    this.chunkIdKey =
        when(config.metadata().includeChunkId(), RecordPath.ofKey(config.metadata().chunkIdKey()));
    this.chunkId = ByteSlice.utf8(chunk.id().hex());
    this.flattener =
        when(document.flattenHashes(), new Flattener(document.flattenHashesSeparator()));
    this.targetIndex = target.targetIndexKey().map(Paths::dotted);
    this.targetType =
        target.targetTypeKey().filter(key -> version.hasManyTypes()).map(Paths::dotted);
    this.tagKey = when(document.includeTagKey(), RecordPath.ofKey(target.tagKey()));
    this.removed = document.removeKeys().stream().map(RecordPath::ofKey).toList();
    this.edits =
        chunkIdKey.isPresent()
            || flattener.isPresent()
            || timestamps.isPresent()
            || targetIndex.isPresent()
            || targetType.isPresent()
            || tagKey.isPresent()
            || !removed.isEmpty();
  }

  private static <T> Optional<T> when(boolean condition, T value) {
    return condition ? Optional.of(value) : Optional.empty();
  }

  /** Shapes the record of {@code original} and answers its index. */
  String shape(EventView original) {
    event = original;
    view = original;
    if (!edits) {
      return indexName.undated();
    }
    editor = copy.copyOf(original.array(), original.recordStart(), original.recordEnd());
    chunkIdKey.ifPresent(key -> editor.setText(key, chunkId));
    if (flattener.isPresent()) {
      flattener.get().flatten(show(), flat);
      editor = flat;
    }
    String dated = date();
    String index = take(targetIndex).map(IndexName::lower).orElse(dated);
    tagKey.ifPresent(key -> editor.setText(key, tag.utf8()));
    type = take(targetType);
    show();
    return index;
  }

  private String date() {
    if (timestamps.isEmpty()) {
      return indexName.undated();
    }
    Timestamps time = timestamps.get();
    time.apply(tag, show(), editor);
    return indexName.at(time.seconds(), time.nanos(), time.zone());
  }

  /** Takes a field out of the record, if it says something. */
  private Optional<String> take(Optional<RecordPath> path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    int at = show().find(path.get());
    if (!Paths.isTruthy(view.array(), at)) {
      return Optional.empty();
    }
    String text = PackText.bytes(view.array(), at).toString();
    editor.remove(path.get());
    return Optional.of(text);
  }

  private EventView show() {
    view = shown.show(event, editor);
    return view;
  }

  /** The record as it stands. */
  EventView record() {
    return view;
  }

  /** The type that the record named. */
  Optional<String> type() {
    return type;
  }

  /** The last step. */
  EventView removeKeys() {
    if (!removed.isEmpty()) {
      removed.forEach(editor::remove);
      show();
    }
    return view;
  }
}
