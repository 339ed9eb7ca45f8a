package io.millrace.plugins.parser;

import io.millrace.api.Include;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.TimeType;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.PackWriter;
import io.millrace.event.RegexpTimeoutException;
import io.millrace.event.RubyMatcher;
import io.millrace.event.RubyRegexp;
import java.math.BigInteger;
import org.slf4j.Logger;

/**
 * {@code @type apache2}: Apache's access log with numbers for code and size. All fields are there
 * always; a dash is nil. Types and null values of the settings have no effect, as in Fluentd.
 *
 * <p>Source: Fluentd's apache2 parser.
 */
public final class Apache2Parser implements Parser {
  private static final RubyRegexp LINE =
      RubyRegexp.of(
          "^(?<host>[^ ]*) [^ ]* (?<user>[^ ]*) \\[(?<time>[^\\]]*)\\]"
              + " \"(?<method>\\S+)(?: +(?<path>(?:[^\"]|\\\\.)*?)(?: +\\S*)?)?\""
              + " (?<code>[^ ]*) (?<size>[^ ]*)"
              + "(?: \"(?<referer>(?:[^\"]|\\\\.)*)\" \"(?<agent>(?:[^\"]|\\\\.)*)\")?$",
          0);

  private static final int HOST = 1;
  private static final int USER = 2;
  private static final int TIME = 3;
  private static final int METHOD = 4;
  private static final int PATH = 5;
  private static final int CODE = 6;
  private static final int SIZE = 7;
  private static final int REFERER = 8;
  private static final int AGENT = 9;

  private static final byte[][] KEYS = new byte[AGENT + 1][];

  static {
    for (int i = 0; i < LINE.names().size(); i++) {
      KEYS[i + 1] = RecordDraft.key(LINE.names().get(i));
    }
  }

  /** Settings of {@code @type apache2}. */
  public record Config(@Include ParserSettings settings) {}

  private final boolean keepTime;
  private final TimeParser times;
  private final Logger log;
  private final PerThread<Scratch> scratch;

  /** What one thread uses over and over. */
  private record Scratch(RubyMatcher matcher, RecordDraft record) {}

  private Apache2Parser(Config config, PluginContext context) {
    ParserSettings settings = config.settings();
    RubyRegexp regexp = settings.timeout().map(LINE::withLimit).orElse(LINE);
    this.keepTime = settings.keepsTime();
    this.log = context.log();
    this.times =
        TimeParser.of(
            settings.time().withFormat(ServerLogParser.TIME_FORMAT),
            TimeType.STRING,
            context.clock());
    this.scratch = new PerThread<>(() -> new Scratch(regexp.matcher(), new RecordDraft()));
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    Scratch mine = scratch.get();
    RubyMatcher line = mine.matcher();
    if (!find(line, text)) {
      return false;
    }
    byte[] a = text.array();
    EventTime time = times.read(line.group(TIME));
    RecordDraft record = mine.record().clear();
    textOrNil(a, line, HOST, record);
    textOrNil(a, line, USER, record);
    textOrNil(a, line, METHOD, record);
    textOrNil(a, line, PATH, record);
    number(line.group(CODE), false, record.field(KEYS[CODE]));
    number(line.group(SIZE), true, record.field(KEYS[SIZE]));
    textOrNil(a, line, REFERER, record);
    textOrNil(a, line, AGENT, record);
    if (keepTime) {
      record.text(KEYS[TIME], a, line.start(TIME), line.end(TIME));
    }
    out.event(time.seconds(), time.nanos(), record.record());
    return true;
  }

  private boolean find(RubyMatcher line, ByteSlice text) {
    try {
      return line.find(text);
    } catch (RegexpTimeoutException e) {
      log.warn("parsing timed out with {}: text = {}", line.regexp(), text);
      return false;
    }
  }

  /** A dash is nil, but for the method and the path. */
  private static void textOrNil(byte[] a, RubyMatcher line, int group, RecordDraft record) {
    int from = line.start(group);
    int to = line.end(group);
    boolean dash = to - from == 1 && a[from] == '-' && group != METHOD && group != PATH;
    if (from < 0 || dash) {
      record.field(KEYS[group]).nil();
    } else {
      record.text(KEYS[group], a, from, to);
    }
  }

  /** The number that {@code text} starts with; nil for a dash, or for 0 unless that is allowed. */
  private static void number(ByteSlice text, boolean zero, PackWriter out) {
    Number number = RubyNumber.integer(text.toString());
    boolean dash = text.length() == 1 && text.at(0) == '-';
    if (dash || (!zero && number.doubleValue() == 0)) {
      out.nil();
    } else if (number instanceof BigInteger big) {
      out.integer(big);
    } else {
      out.integer(number.longValue());
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("apache2", "Take Apache's access log, with numbers.", Config.class, Apache2Parser::new);
    }
  }
}
