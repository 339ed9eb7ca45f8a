package io.millrace.plugins.forward;

import static io.millrace.event.Compression.TEXT;

import io.millrace.api.EventSink;
import io.millrace.api.PluginContext;
import io.millrace.api.Size;
import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.EventStream;
import io.millrace.event.EventTime;
import io.millrace.event.LentEvents;
import io.millrace.event.MalformedPackException;
import io.millrace.event.PackReader;
import io.millrace.event.PackedEvents;
import io.millrace.event.SealedEvents;
import io.millrace.net.forward.ForwardMessage;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/**
 * Turns messages into events and emits them. One for the plugin; safe for use by several threads.
 *
 * <p>The packed bytes of a message become the events without a copy, unless an entry must be left
 * out or changed; they are lent, for the array is wanted for the next message. With {@code
 * skip_invalid_event false} packed payloads are handed on without a look, compressed ones too, if
 * they say how many events they hold.
 */
final class EventReceiver {
  private final ForwardInputConfig config;
  private final PluginContext context;
  private final SourceFields sourceFields;
  private final Inflation inflation;
  private final LongAdder skipped;
  private final LongAdder broken;
  private final LongAdder tooLong;

  /** With {@code memory} bytes for decompression. */
  EventReceiver(ForwardInputConfig config, PluginContext context, long memory) {
    this.config = config;
    this.context = context;
    this.sourceFields = new SourceFields(config);
    this.inflation = new Inflation(config.decompressionSizeLimit().bytes(), memory);
    this.skipped = context.counter("skipped_events", "Entries of messages that were no events.");
    this.broken = context.counter("broken_messages", "Messages that were no arrays.");
    this.tooLong = context.counter("dropped_messages", "Messages longer than the limit.");
  }

  /**
   * Emits the events of {@code message}. The stage completes when they are safe; then, and only
   * then, a chunk may be acknowledged.
   *
   * @param array in which the message is
   * @throws MalformedPackException if the entries cannot be read; the connection is to be closed
   */
  CompletionStage<Void> receive(ForwardMessage message, LentEvents.Lender array, Peer peer) {
    switch (message.mode()) {
      case HEARTBEAT -> {
        return EventSink.DONE;
      }
      case BROKEN -> {
        broken.increment();
        if (peer.isFirstBroken()) {
          context.log().warn("incoming chunk is broken: {}", peer);
        }
        return EventSink.DONE;
      }
      default -> {
        return emit(message, array, peer);
      }
    }
  }

  private CompletionStage<Void> emit(ForwardMessage message, LentEvents.Lender array, Peer peer) {
    if (!message.hasTag() && config.tag().isEmpty()) {
      skipped.increment();
      context.log().warn("got invalid event and drop it: {}: its tag is no string", peer);
      return EventSink.DONE;
    }
    warnOfSize(message, peer);
    Compression compression = message.compressed().map(EventReceiver::named).orElse(TEXT);
    if (compression == TEXT && !passesUnread(message)) {
      return emit(message, lent(parse(message, message.entries(), peer), message, array), peer);
    }
    return emitSealed(message, compression, array, peer);
  }

  private static EventStream lent(
      PackedEvents events, ForwardMessage message, LentEvents.Lender array) {
    return events.array() == message.entries().array() ? new LentEvents(events, array) : events;
  }

  private static Compression named(String compressed) {
    return switch (compressed) {
      case "gzip" -> Compression.GZIP;
      case "zstd" -> Compression.ZSTD;
      default ->
          throw new MalformedPackException(
              "compression '"
                  + compressed
                  + "' is not supported: let the sender use 'compress gzip', 'zstd' or 'text'");
    };
  }

  /** Whether nobody asked for a look at each entry. */
  private boolean passesUnread(ForwardMessage message) {
    return !config.skipInvalidEvent()
        && message.mode() == ForwardMessage.Mode.PACKED
        && !message.hasMetadata();
  }

  private CompletionStage<Void> emitSealed(
      ForwardMessage message, Compression compression, LentEvents.Lender array, Peer peer) {
    Inflation.Lease lease = inflation.lease();
    CompletionStage<Void> emitted;
    try {
      EventStream events =
          passesUnread(message)
              ? unread(message, compression, lease, array)
              : inflated(message, compression, lease, array, peer);
      emitted = emit(message, events, peer);
    } catch (RuntimeException | Error e) {
      lease.end();
      throw e;
    }
    if (emitted == EventSink.DONE) {
      lease.end();
      return emitted;
    }
    return emitted.whenComplete((done, error) -> lease.end());
  }

  /** The payload as it is; looked into only if it does not say how many events it holds. */
  private static EventStream unread(
      ForwardMessage message,
      Compression compression,
      SealedEvents.Opener opener,
      LentEvents.Lender array) {
    SealedEvents events =
        SealedEvents.unread(
            message.entries(), compression, message.claimedCount().orElse(0), opener, array);
    if (events.count() == 0) {
      events.borrowed();
    }
    return events;
  }

  /** The checked events; together with their payload if that holds them and nothing else. */
  private EventStream inflated(
      ForwardMessage message,
      Compression compression,
      SealedEvents.Opener opener,
      LentEvents.Lender array,
      Peer peer) {
    ByteSlice plain = opener.open(message.entries(), compression);
    PackedEvents events = parse(message, plain, peer);
    boolean whole = events.array() == plain.array() && events.byteSize() == plain.length();
    return whole ? SealedEvents.checked(message.entries(), compression, events, array) : events;
  }

  private CompletionStage<Void> emit(ForwardMessage message, EventStream events, Peer peer) {
    return events.count() == 0
        ? EventSink.DONE
        : context.out().emit(peer.tag(message.tag()), sourceFields.addTo(events, peer));
  }

  private PackedEvents parse(ForwardMessage message, ByteSlice entries, Peer peer) {
    EventTime now = EventTime.of(context.clock().instant());
    InvalidEntries invalid = new InvalidEntries(entries.array());
    PackedEvents events = PackedEvents.parse(entries, now, invalid::add);
    invalid.report(message, peer);
    return events;
  }

  /** Reports a message that was longer than the limit and is gone. */
  void tooLong(ByteSlice tag, long size, long limit, Peer peer) {
    tooLong.increment();
    context
        .log()
        .warn(
            "Input chunk size is larger than 'chunk_size_limit', dropped: tag={} {} limit={}"
                + " size={}",
            tag.toString(),
            peer,
            limit,
            size);
  }

  private void warnOfSize(ForwardMessage message, Peer peer) {
    long limit = config.chunkSizeWarnLimit().map(Size::bytes).orElse(Long.MAX_VALUE);
    if (message.size() > limit) {
      context
          .log()
          .warn(
              "Input chunk size is larger than 'chunk_size_warn_limit': tag={} {} limit={} size={}",
              message.tag().toString(),
              peer,
              limit,
              message.size());
    }
  }

  /** The entries of one message that are no events: one line of log for all of them. */
  private final class InvalidEntries {
    private final byte[] array;
    private int count;
    private String first = "";

    InvalidEntries(byte[] array) {
      this.array = array;
    }

    boolean add(int at) {
      if (count++ == 0) {
        first = String.valueOf(PackReader.read(array, at));
      }
      return config.skipInvalidEvent();
    }

    void report(ForwardMessage message, Peer peer) {
      if (count > 0) {
        skipped.add(count);
        context
            .log()
            .warn(
                "skip invalid event: {} tag={} count={} first={}",
                peer,
                message.tag().toString(),
                count,
                first.length() > 200 ? first.substring(0, 200) + "..." : first);
      }
    }
  }
}
