package io.millrace.plugins.parser;

import io.millrace.api.Child;
import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.TimeParser;
import io.millrace.api.TimeType;
import io.millrace.event.ByteSlice;
import io.millrace.event.time.TimeSlot;
import java.util.Optional;

/**
 * {@code @type cri}: the lines that the kubelet's container runtime writes, {@code TIME STREAM TAGS
 * MESSAGE}. With a nested {@code <parse>}, the record and the time are those of the message alone.
 *
 * <p>Types and null values of the settings have no effect, as in Fluentd.
 *
 * <p>Source: fluent-plugin-parser-cri; Kubernetes, "CRI log format".
 */
public final class CriParser implements Parser {
  private static final String TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%L%z";
  private static final byte[] MESSAGE = RecordDraft.key("message");

  /** Settings of {@code @type cri}. */
  public record Config(
      @Param(doc = "Add stream and logtag to what the nested parser finds.", def = "true")
          boolean mergeCriFields,
      @Section(doc = "How the message becomes a record.") Optional<Child<Parser>> parse,
      @Include ParserSettings settings) {}

  private final boolean merge;
  private final Optional<Parser> nested;
  private final TimeParser times;
  private final Optional<byte[]> timeKey;
  private final PerThread<RecordDraft> drafts = new PerThread<>(RecordDraft::new);
  private final PerThread<CriFields> fields = new PerThread<>(CriFields::new);

  private CriParser(Config config, PluginContext context) {
    ParserSettings settings = config.settings().withTimeFormat(TIME_FORMAT);
    this.merge = config.mergeCriFields();
    this.nested = config.parse().map(context::open);
    this.times = TimeParser.of(settings.time(), TimeType.STRING, context.clock());
    this.timeKey =
        settings.keepTimeKey().orElse(true)
            ? Optional.of(RecordDraft.key(settings.timeKey().orElse("time")))
            : Optional.empty();
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    byte[] a = text.array();
    int end = text.end();
    int stream = afterBlank(a, text.offset(), end);
    int tags = stream < 0 ? -1 : afterBlank(a, stream, end);
    int message = tags < 0 ? -1 : afterBlank(a, tags, end);
    if (message < 0) {
      return false;
    }
    if (nested.isPresent()) {
      ByteSlice body = ByteSlice.of(a, message, end - message);
      return merge
          ? fields.get().with(a, stream, tags, message).parse(nested.get(), body, out)
          : nested.get().parse(body, out);
    }
    TimeSlot time = times.read(a, text.offset(), stream - 1);
    RecordDraft record = drafts.get().clear();
    record.text(CriFields.STREAM, a, stream, tags - 1);
    record.text(CriFields.LOGTAG, a, tags, message - 1);
    record.text(MESSAGE, a, message, end);
    if (timeKey.isPresent()) {
      record.text(timeKey.get(), a, text.offset(), stream - 1);
    }
    out.event(time.seconds(), time.nanos(), record.record());
    return true;
  }

  /** Index after the first blank of {@code [from, to)}; -1 if there is none. */
  private static int afterBlank(byte[] a, int from, int to) {
    for (int at = from; at < to; at++) {
      if (Scan.isBlank(a[at])) {
        return at + 1;
      }
    }
    return -1;
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("cri", "Take the lines of a container runtime apart.", Config.class, CriParser::new);
    }
  }
}
