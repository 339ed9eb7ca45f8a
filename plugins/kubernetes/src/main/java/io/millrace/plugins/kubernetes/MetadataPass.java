package io.millrace.plugins.kubernetes;

import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventStream;
import io.millrace.event.EventsBuilder;
import io.millrace.event.Pack;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.util.Optional;

/**
 * One stream's way through {@link KubernetesMetadataFilter}; kept by a thread for the next stream.
 * A record that has neither field is copied with the packed metadata behind it.
 */
final class MetadataPass {
  private static final RecordPath DOCKER = RecordPath.ofKey("docker");
  private static final RecordPath KUBERNETES = RecordPath.ofKey("kubernetes");
  private static final RecordPath NAMESPACE_NAME = RecordPath.parse("$.kubernetes.namespace_name");
  private static final RecordPath POD_NAME = RecordPath.parse("$.kubernetes.pod_name");
  private static final RecordPath CONTAINER_NAME = RecordPath.parse("$.kubernetes.container_name");
  private static final RecordPath CONTAINER_ID = RecordPath.parse("$.docker.container_id");

  /** By how many bytes the header of a record, and a time, may grow. */
  private static final int HEADERS = 16;

  /** Room that is taken at once at most; beyond it the builder grows. */
  private static final int MAX_ROOM = 16 << 20;

  private final Containers containers;
  private final boolean lookupFromRecord;
  private final EventCursor cursor = new EventCursor();
  private final RecordEditor editor = new RecordEditor();

  MetadataPass(Containers containers, boolean lookupFromRecord) {
    this.containers = containers;
    this.lookupFromRecord = lookupFromRecord;
  }

  EventStream run(Tag tag, EventStream events) {
    PackedEvents in = events.packed();
    cursor.reset(in);
    Optional<Metadata> ofTag = Optional.empty();
    EventsBuilder out = null; // as long as no event has changed
    for (int index = 0; cursor.next(); index++) {
      if (index == 0) {
        ofTag = containers.of(tag, cursor.seconds());
      }
      Optional<Metadata> ofRecord = ofRecord();
      Optional<Metadata> metadata = ofRecord.isPresent() ? ofRecord : ofTag;
      if (metadata.isPresent()) {
        out = out == null ? copyOfFirst(index, in, metadata.get()) : out;
        append(metadata.get(), out);
      } else if (out != null) {
        out.append(cursor);
      }
    }
    return out == null ? events : out.build();
  }

  /** The events before the one the cursor is at, with room for what will be added to the rest. */
  private EventsBuilder copyOfFirst(int count, PackedEvents in, Metadata metadata) {
    long room = in.byteSize() + (long) in.count() * (metadata.fields().length() + HEADERS);
    EventsBuilder out = new EventsBuilder((int) Math.min(room, MAX_ROOM));
    out.appendRange(in.array(), in.offset(), cursor.eventStart() - in.offset(), count);
    return out;
  }

  /** Metadata of the container that the record itself names. */
  private Optional<Metadata> ofRecord() {
    if (!lookupFromRecord || !cursor.has(KUBERNETES) || !cursor.has(CONTAINER_ID)) {
      return Optional.empty();
    }
    if (!cursor.has(NAMESPACE_NAME) || !cursor.has(POD_NAME) || !cursor.has(CONTAINER_NAME)) {
      return Optional.empty();
    }
    return containers.of(
        new ContainerName(
            cursor.text(NAMESPACE_NAME).orElse(""),
            cursor.text(POD_NAME).orElse(""),
            cursor.text(CONTAINER_NAME).orElse(""),
            cursor.text(CONTAINER_ID).orElse(""),
            ""),
        cursor.seconds());
  }

  private void append(Metadata metadata, EventsBuilder out) {
    if (cursor.has(KUBERNETES) || cursor.has(DOCKER)) {
      editor.copyOf(cursor.array(), cursor.recordStart(), cursor.recordEnd());
      if (!metadata.docker().isEmpty()) {
        editor.setPacked(DOCKER, metadata.docker());
      }
      editor.setPacked(KUBERNETES, metadata.kubernetes());
      out.append(cursor, editor.record());
      return;
    }
    byte[] a = cursor.array();
    int record = cursor.recordStart();
    int body = Pack.body(a, record);
    ByteSlice fields = metadata.fields();
    PackWriter writer = out.begin(cursor.seconds(), cursor.nanos(), cursor.integerTime());
    writer.mapHeader(Pack.count(a, record) + metadata.count());
    writer.sink().write(a, body, cursor.recordEnd() - body);
    writer.sink().write(fields.array(), fields.offset(), fields.length());
  }
}
