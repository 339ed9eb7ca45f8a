package io.millrace.plugins.parser;

import io.millrace.api.Include;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.TimeParser;
import io.millrace.api.TimeType;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;
import io.millrace.event.RubyNumber;
import io.millrace.event.time.TimeSlot;
import java.math.BigInteger;

/**
 * {@code @type apache2}: Apache's access log with numbers for code and size. All fields are there
 * always; a dash is nil. Types and null values of the settings have no effect, as in Fluentd; nor
 * has the timeout, as a line takes time in proportion to its length.
 *
 * <p>Source: Fluentd's apache2 parser.
 */
public final class Apache2Parser implements Parser {
  /** Any number of so many digits fits into a long. */
  private static final int SHORT = 18;

  private static final byte[][] KEYS =
      AccessLine.NAMES.stream().map(RecordDraft::key).toArray(byte[][]::new);

  /** Settings of {@code @type apache2}. */
  public record Config(@Include ParserSettings settings) {}

  private final boolean keepTime;
  private final TimeParser times;
  private final PerThread<Scratch> scratch =
      new PerThread<>(
          () -> new Scratch(new LogLineScanner(AccessLine.NAMES.size()), new RecordDraft()));

  /** What one thread uses over and over. */
  private record Scratch(LogLineScanner line, RecordDraft record) {}

  private Apache2Parser(Config config, PluginContext context) {
    ParserSettings settings = config.settings();
    this.keepTime = settings.keepsTime();
    this.times =
        TimeParser.of(
            settings.time().withFormat(AccessLine.TIME_FORMAT), TimeType.STRING, context.clock());
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    Scratch mine = scratch.get();
    LogLineScanner line = mine.line();
    if (!line.find(text, AccessLine::apache2)) {
      return false;
    }
    byte[] a = text.array();
    TimeSlot time = times.read(a, line.start(AccessLine.TIME), line.end(AccessLine.TIME));
    RecordDraft record = mine.record().clear();
    textOrNil(a, line, AccessLine.HOST, record);
    textOrNil(a, line, AccessLine.USER, record);
    textOrNil(a, line, AccessLine.METHOD, record);
    textOrNil(a, line, AccessLine.PATH, record);
    number(a, line, AccessLine.CODE, record);
    number(a, line, AccessLine.SIZE, record);
    textOrNil(a, line, AccessLine.REFERER, record);
    textOrNil(a, line, AccessLine.AGENT, record);
    if (keepTime) {
      text(a, line, AccessLine.TIME, record);
    }
    out.event(time.seconds(), time.nanos(), record.record());
    return true;
  }

  private static ByteSlice slice(byte[] a, LogLineScanner line, int slot) {
    return ByteSlice.of(a, line.start(slot), line.end(slot) - line.start(slot));
  }

  private static void text(byte[] a, LogLineScanner line, int slot, RecordDraft record) {
    record.text(KEYS[slot], a, line.start(slot), line.end(slot));
  }

  /** A dash is nil, but for the method and the path. */
  private static void textOrNil(byte[] a, LogLineScanner line, int slot, RecordDraft record) {
    boolean keepsDash = slot == AccessLine.METHOD || slot == AccessLine.PATH;
    if (!line.has(slot) || (!keepsDash && isDash(a, line, slot))) {
      record.field(KEYS[slot]).nil();
    } else {
      text(a, line, slot, record);
    }
  }

  private static boolean isDash(byte[] a, LogLineScanner line, int slot) {
    return line.end(slot) - line.start(slot) == 1 && a[line.start(slot)] == '-';
  }

  /** The number that the slot's text starts with; nil for a dash, and for a code of 0. */
  private static void number(byte[] a, LogLineScanner line, int slot, RecordDraft record) {
    PackWriter out = record.field(KEYS[slot]);
    if (isDash(a, line, slot)) {
      out.nil();
      return;
    }
    long digits = digits(a, line.start(slot), line.end(slot));
    Number number = digits < 0 ? RubyNumber.integer(slice(a, line, slot).toString()) : digits;
    if (slot == AccessLine.CODE && number.doubleValue() == 0) {
      out.nil();
    } else if (number instanceof BigInteger big) {
      out.integer(big);
    } else {
      out.integer(number.longValue());
    }
  }

  /** The number of a text that is a few digits and no more, as nearly all are; else -1. */
  private static long digits(byte[] a, int from, int to) {
    if (from == to || to - from > SHORT) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      if (!Scan.isDigit(a[i])) {
        return -1;
      }
      number = number * 10 + a[i] - '0';
    }
    return number;
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("apache2", "Take Apache's access log, with numbers.", Config.class, Apache2Parser::new);
    }
  }
}
