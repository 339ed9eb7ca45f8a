package io.millrace.plugins.socket;

import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.Pack;
import io.millrace.event.PackedEvents;
import io.millrace.net.LogLimit;
import io.millrace.net.ReceiveBudget;
import io.millrace.net.forward.ForwardMessage;
import io.millrace.net.message.ForwardFramer;
import io.millrace.net.message.Framer;
import io.millrace.net.message.Intake;
import io.millrace.net.message.MessageService;
import io.millrace.net.message.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/** Makes events of forward messages that come without options. */
final class UnixService implements MessageService {
  private static final long MAX_MESSAGE = 256L << 20;

  private final PluginContext context;
  private final Optional<Tag> tag;
  private final ReceiveBudget budget;
  private final LongAdder lost;
  private final LogLimit brokenLog = new LogLimit();

  UnixService(Optional<String> tag, PluginContext context, ReceiveBudget budget) {
    this.context = context;
    this.tag = tag.map(Tag::of);
    this.budget = budget;
    this.lost = context.counter("lost_messages", "Messages that came in and were lost.");
  }

  @Override
  public Intake open() {
    return new ForwardIntake();
  }

  @Override
  public Framer framer() {
    long limit = Math.min(MAX_MESSAGE, budget.limit());
    return new ForwardFramer(
        limit,
        budget::eager,
        (head, size) -> broken("a message of " + size + " bytes is longer than " + limit));
  }

  @Override
  public Object framing() {
    return UnixService.class;
  }

  @Override
  public LongAdder lost() {
    return lost;
  }

  @Override
  public Logger log() {
    return context.log();
  }

  private void broken(String reason) {
    lost.increment();
    long left = brokenLog.next();
    if (left >= 0) {
      log().warn("incoming data is broken: {} more_since_last_line={}", reason, left);
    }
  }

  /** The messages of one read. */
  private final class ForwardIntake implements Intake {
    private record Stream(Tag tag, PackedEvents events) {}

    private final List<Stream> streams = new ArrayList<>();

    @Override
    public void take(ByteSlice value, Peer peer) {
      // a copy, for reading a single event changes it, and it may be taken again by the next graph
      ForwardMessage message = ForwardMessage.of(ByteSlice.of(value.toBytes()));
      switch (message.mode()) {
        case HEARTBEAT -> {}
        case BROKEN -> broken("a message is no array of a tag and events");
        default -> add(message);
      }
    }

    private void add(ForwardMessage message) {
      Tag to = tag.orElseGet(() -> Tag.of(message.tag().toString()));
      if (!message.hasTag() && tag.isEmpty()) {
        broken("the tag of a message is no text");
        return;
      }
      if (message.compressed().isPresent()) {
        broken("compressed entries are not taken here, only by @type forward");
        return;
      }
      EventTime now = EventTime.of(context.clock().instant());
      PackedEvents events =
          PackedEvents.parse(
              message.entries(), now, at -> addWithoutTime(message.entries().array(), at, to, now));
      if (!events.isEmpty()) {
        streams.add(new Stream(to, events));
      }
    }

    /** An entry whose time is nil; true for any, for the others go on. */
    private boolean addWithoutTime(byte[] a, int entry, Tag to, EventTime now) {
      int time = Pack.kind(a, entry) == Pack.Kind.ARRAY ? Pack.body(a, entry) : entry;
      int record = time + 1;
      if (time > entry
          && Pack.count(a, entry) == 2
          && Pack.kind(a, time) == Pack.Kind.NIL
          && Pack.kind(a, record) == Pack.Kind.MAP) {
        ByteSlice map = ByteSlice.of(a, record, Pack.skip(a, record) - record);
        streams.add(new Stream(to, PackedEvents.of(now, map)));
      } else {
        broken("an entry of a message is no event");
      }
      return true;
    }

    @Override
    public CompletionStage<Void> emit() {
      CompletableFuture<?>[] all =
          streams.stream()
              .map(
                  stream -> context.out().emit(stream.tag(), stream.events()).toCompletableFuture())
              .toArray(CompletableFuture<?>[]::new);
      return CompletableFuture.allOf(all);
    }
  }
}
