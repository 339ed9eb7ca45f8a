package io.millrace.plugins.forward;

import io.millrace.event.EventCursor;
import io.millrace.event.EventStream;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.util.Optional;

/** Puts the sender's address and name into each record, if the configuration asks for it. */
final class SourceFields {
  private final Optional<RecordPath> addressKey;
  private final Optional<RecordPath> hostnameKey;

  SourceFields(ForwardInputConfig config) {
    addressKey = config.sourceAddressKey().map(RecordPath::ofKey);
    hostnameKey = config.sourceHostnameKey().map(RecordPath::ofKey);
  }

  /** The events with the fields; the same object if none are asked for. */
  EventStream addTo(EventStream stream, Peer peer) {
    if (addressKey.isEmpty() && hostnameKey.isEmpty()) {
      return stream;
    }
    PackedEvents events = stream.borrowed();
    EventsBuilder out = new EventsBuilder(events.byteSize() + 64 * events.count());
    EventCursor cursor = events.cursor();
    while (cursor.next()) {
      RecordEditor record = cursor.edit();
      addressKey.ifPresent(key -> record.set(key, peer.host()));
      hostnameKey.ifPresent(key -> record.set(key, peer.hostname()));
      out.append(cursor, record.record());
    }
    return out.build();
  }
}
