package io.millrace.plugins.syslog;

import io.millrace.api.EventSink;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.Pack;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import io.millrace.net.message.Intake;
import io.millrace.net.message.LineEnds;
import io.millrace.net.message.Peer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The messages of one read: what stands in front of them decides over their tags. */
final class SyslogIntake implements Intake, ParsedEvents {
  private static final RecordPath PRI = RecordPath.ofKey("pri");
  private static final RecordPath UNMATCHED = RecordPath.ofKey("unmatched_line");
  private static final int MAX_DIGITS = 9;

  private final SyslogService service;
  private final Map<Tag, EventsBuilder> streams = new LinkedHashMap<>();
  private final RecordEditor editor = new RecordEditor();
  private ByteSlice message = ByteSlice.EMPTY;
  private @Nullable Peer sender;
  private long priority;

  SyslogIntake(SyslogService service) {
    this.service = service;
  }

  @Override
  public void take(ByteSlice raw, Peer peer) {
    message = service.chomps ? LineEnds.chomp(raw) : raw;
    sender = peer;
    ByteSlice text = message;
    if (!service.parserTakesPriority) {
      int end = priorityEnd(text);
      if (end < 0) {
        unmatched("invalid syslog message");
        return;
      }
      text = text.slice(end, text.length() - end);
    }
    if (!service.parser.parse(text, this)) {
      unmatched();
    }
  }

  /** Reads {@code <digits>} at the start; answers where it ends, or -1. */
  private int priorityEnd(ByteSlice text) {
    long value = 0;
    int at = 1;
    while (at < text.length() && at <= MAX_DIGITS && Character.isDigit(text.at(at))) {
      value = value * 10 + (text.at(at) - '0');
      at++;
    }
    priority = value;
    boolean whole = at > 1 && at < text.length() && text.at(0) == '<' && text.at(at) == '>';
    return whole ? at + 1 : -1;
  }

  @Override
  public void event(long seconds, int nanos, ByteSlice record) {
    editor.copyOf(record.array(), record.offset(), record.end());
    if (service.parserTakesPriority) {
      int at = PRI.find(record.array(), record.offset());
      if (at < 0 || Pack.kind(record.array(), at) != Pack.Kind.INTEGER) {
        unmatched("a message without a priority");
        return;
      }
      priority = Math.max(0, Pack.integer(record.array(), at));
      editor.remove(PRI);
    }
    service.severityKey.ifPresent(key -> editor.set(key, Priority.severity(priority)));
    service.facilityKey.ifPresent(this::setFacility);
    add(service.priority.tag(priority), seconds, nanos);
  }

  private void setFacility(RecordPath key) {
    String facility = Priority.facility(priority);
    editor.set(key, facility.isEmpty() ? null : facility);
  }

  private void add(Tag tag, long seconds, int nanos) {
    Peer peer = sender;
    if (peer != null) {
      service.addressKey.ifPresent(key -> editor.set(key, peer.host()));
      service.hostnameKey.ifPresent(key -> editor.set(key, peer.hostname()));
    }
    streams
        .computeIfAbsent(tag, key -> new EventsBuilder(1 << 12))
        .begin(seconds, nanos, false)
        .packed(editor.record());
  }

  @Override
  public void eventWithoutTime(ByteSlice record) {
    Instant now = service.context().clock().instant();
    event(now.getEpochSecond(), now.getNano(), record);
  }

  @Override
  public void unmatched() {
    unmatched("failed to parse message");
  }

  private void unmatched(String reason) {
    service.unmatched(reason, message);
    if (service.emitsUnmatched()) {
      EventTime now = EventTime.of(service.context().clock().instant());
      editor.clear().setText(UNMATCHED, message);
      add(service.unmatchedTag, now.seconds(), now.nanos());
    }
  }

  @Override
  public CompletionStage<Void> emit() {
    EventSink out = service.context().out();
    CompletableFuture<?>[] all =
        streams.entrySet().stream()
            .map(stream -> out.emit(stream.getKey(), stream.getValue().build()))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(all);
  }
}
