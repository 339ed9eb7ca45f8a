package io.millrace.plugins.syslog;

import io.millrace.api.Parser;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.RecordPath;
import io.millrace.net.LogLimit;
import io.millrace.net.message.DelimitedFramer;
import io.millrace.net.message.Framer;
import io.millrace.net.message.Intake;
import io.millrace.net.message.MessageService;
import io.millrace.net.message.OctetCountFramer;
import io.millrace.net.message.TooLong;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/** What all messages of one input are read with. */
final class SyslogService implements MessageService {
  private static final long MAX_MESSAGE = 256L << 20;

  private final SyslogConfig config;
  private final PluginContext context;
  private final long limit;
  private final LongAdder lost;
  private final LongAdder unmatched;
  private final LogLimit unmatchedLog = new LogLimit();
  final Parser parser;
  final boolean parserTakesPriority;
  final boolean chomps;
  final Priority priority;
  final Tag unmatchedTag;
  final Optional<RecordPath> severityKey;
  final Optional<RecordPath> facilityKey;
  final Optional<RecordPath> addressKey;
  final Optional<RecordPath> hostnameKey;

  /** With {@code memory} bytes for what all connections send. */
  SyslogService(SyslogConfig config, PluginContext context, long memory) {
    this.config = config;
    this.context = context;
    this.limit = Math.min(MAX_MESSAGE, memory);
    this.parser = context.open(config.parse());
    this.parserTakesPriority =
        config.parse().type().equals("syslog")
            && !config.parse().parameter("with_priority").filter("false"::equals).isPresent();
    this.chomps = config.isUdp();
    this.priority = new Priority(config.tag());
    this.unmatchedTag = Tag.of(config.tag() + ".unmatched");
    this.severityKey = config.severityKey().map(RecordPath::ofKey);
    this.facilityKey = config.facilityKey().map(RecordPath::ofKey);
    this.addressKey = config.sourceAddressKey().map(RecordPath::ofKey);
    this.hostnameKey = config.hostnameKey().map(RecordPath::ofKey);
    this.lost = context.counter("lost_messages", "Messages that came in and were lost.");
    this.unmatched = context.counter("unmatched_messages", "Messages the parser did not match.");
  }

  PluginContext context() {
    return context;
  }

  boolean emitsUnmatched() {
    return config.emitUnmatchedLines();
  }

  /** A message that makes no event, or that of an unmatched line. */
  void unmatched(String reason, ByteSlice message) {
    unmatched.increment();
    long left = unmatchedLog.next();
    if (left >= 0) {
      String head = message.slice(0, Math.min(100, message.length())).toString();
      log()
          .warn(
              "{} data=\"{}\" more_since_last_line={}",
              reason,
              head.replaceAll("\\p{Cntrl}", "?"),
              left);
    }
  }

  @Override
  public Intake open() {
    return new SyslogIntake(this);
  }

  @Override
  public Framer framer() {
    TooLong tooLong =
        (head, size) -> {
          lost.increment();
          unmatched("a message of " + size + " bytes is longer than " + limit, head);
        };
    return config.frameType() == SyslogConfig.FrameType.OCTET_COUNT
        ? new OctetCountFramer(limit, tooLong)
        : new DelimitedFramer(ByteSlice.utf8(config.delimiter()), limit, tooLong);
  }

  @Override
  public Object framing() {
    return List.of(config.frameType(), config.delimiter());
  }

  @Override
  public LongAdder lost() {
    return lost;
  }

  @Override
  public Logger log() {
    return context.log();
  }
}
