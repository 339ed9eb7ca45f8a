package io.millrace.plugins.kubernetes;

import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventStream;
import io.millrace.event.EventsBuilder;
import io.millrace.event.Pack;
import io.millrace.event.PackWriter;
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

  private final Containers containers;
  private final boolean lookupFromRecord;
  private final EventCursor cursor = new EventCursor();
  private final RecordEditor editor = new RecordEditor();
  private final EventsBuilder out = new EventsBuilder(4096);

  MetadataPass(Containers containers, boolean lookupFromRecord) {
    this.containers = containers;
    this.lookupFromRecord = lookupFromRecord;
  }

  EventStream run(Tag tag, EventStream events) {
    out.build(); // forgets what a stream left that an error ended
    cursor.reset(events.packed());
    Optional<Metadata> ofTag = Optional.empty();
    boolean first = true;
    boolean changed = false;
    while (cursor.next()) {
      if (first) {
        ofTag = containers.of(tag, cursor.seconds());
        first = false;
      }
      Optional<Metadata> ofRecord = ofRecord();
      Optional<Metadata> chosen = ofRecord.isPresent() ? ofRecord : ofTag;
      if (chosen.isPresent()) {
        append(chosen.get());
        changed = true;
      } else {
        out.append(cursor);
      }
    }
    return changed ? out.build() : events;
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

  private void append(Metadata metadata) {
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
