package io.millrace.plugins.socket;

import io.millrace.api.EventBatch;
import io.millrace.api.Extractor;
import io.millrace.api.Parser;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import io.millrace.net.LogLimit;
import io.millrace.net.message.Framer;
import io.millrace.net.message.Intake;
import io.millrace.net.message.MessageService;
import io.millrace.net.message.Peer;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Makes events of messages that are texts, with the parser of the configuration. */
final class TextService implements MessageService {
  private final PluginContext context;
  private final Parser parser;
  private final Extractor extractor;
  private final Optional<Tag> tag;
  private final Optional<RecordPath> addressKey;
  private final Optional<RecordPath> hostnameKey;
  private final Framing framing;
  private final Predicate<InetAddress> admitted;
  private final UnaryOperator<ByteSlice> trimming;
  private final LongAdder lost;
  private final LongAdder unmatched;
  private final LogLimit unmatchedLog = new LogLimit();

  /**
   * How connections are cut.
   *
   * @param key equal for framers that do the same
   */
  record Framing(Object key, Supplier<Framer> maker) {
    /** Where each datagram is a message. */
    static final Framing DATAGRAMS =
        new Framing(
            "datagrams",
            () -> {
              throw new IllegalStateException("a datagram is a message, not cut into some");
            });
  }

  TextService(
      TextSettings settings,
      PluginContext context,
      Framing framing,
      Predicate<InetAddress> admitted,
      UnaryOperator<ByteSlice> trimming) {
    this.context = context;
    this.parser = context.open(settings.parse());
    this.extractor = Extractor.of(settings.extract(), context.clock());
    this.tag = Optional.of(Tag.of(settings.tag()));
    this.addressKey = settings.sourceAddressKey().map(RecordPath::ofKey);
    this.hostnameKey = settings.hostnameKey().map(RecordPath::ofKey);
    this.framing = framing;
    this.admitted = admitted;
    this.trimming = trimming;
    this.lost = context.counter("lost_messages", "Messages that came in and were lost.");
    this.unmatched = context.counter("unmatched_messages", "Messages the parser did not match.");
  }

  @Override
  public Intake open() {
    return new TextIntake();
  }

  @Override
  public Framer framer() {
    return framing.maker().get();
  }

  @Override
  public Object framing() {
    return framing.key();
  }

  @Override
  public boolean admits(InetAddress address) {
    return admitted.test(address);
  }

  @Override
  public LongAdder lost() {
    return lost;
  }

  @Override
  public Logger log() {
    return context.log();
  }

  /** The texts of one read. */
  private final class TextIntake implements Intake {
    private final EventBatch events =
        new EventBatch(extractor, tag, context.clock(), this::withSource, this::unmatched);
    private final RecordEditor editor = new RecordEditor();
    private ByteSlice text = ByteSlice.EMPTY;
    private @Nullable Peer sender;

    @Override
    public void take(ByteSlice message, Peer peer) {
      text = trimming.apply(message);
      sender = peer;
      if (!parser.parse(text, events)) {
        unmatched();
      }
    }

    private ByteSlice withSource(ByteSlice record) {
      Peer peer = sender;
      if (peer == null || (addressKey.isEmpty() && hostnameKey.isEmpty())) {
        return record;
      }
      editor.copyOf(record.array(), record.offset(), record.end());
      addressKey.ifPresent(key -> editor.set(key, peer.host()));
      hostnameKey.ifPresent(key -> editor.set(key, peer.hostname()));
      return editor.record();
    }

    private void unmatched() {
      unmatched.increment();
      long left = unmatchedLog.next();
      if (left >= 0) {
        log()
            .warn(
                "pattern not matched {} message=\"{}\" more_since_last_line={}",
                sender,
                Heads.of(text),
                left);
      }
    }

    @Override
    public CompletionStage<Void> emit() {
      return events.emit(context.out());
    }
  }
}
