package io.millrace.plugins.parser;

import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.TimeSettings;
import io.millrace.event.ByteSlice;

/**
 * {@code @type syslog}: messages of RFC 3164 and RFC 5424. The two engines differ in what they make
 * of lines that the RFCs do not foresee, and in the order of the fields. Types and null values of
 * the settings have no effect, as in Fluentd.
 *
 * <p>Source: Fluentd's syslog parser.
 */
public final class SyslogParser implements Parser {
  private static final String RFC3164_TIME_FORMAT = "%b %d %H:%M:%S";

  /** Settings of {@code @type syslog}. */
  public record Config(
      @Param(doc = "Whether each message starts with its priority, such as <9>.", def = "false")
          boolean withPriority,
      @Param(doc = "Which RFC the messages follow.", def = "rfc3164") MessageFormat messageFormat,
      @Param(
              doc = "Format of the time of RFC 5424; one without a fraction is read too.",
              def = SyslogTime.RFC5424_FORMAT)
          String rfc5424TimeFormat,
      @Param(
              doc = "How messages are read: as a regular expression would, or at spaces.",
              def = "regexp",
              alias = "parser_type")
          Engine parserEngine,
      @Param(doc = "With the engine string: a word without a colon is an ident too.", def = "true")
          boolean supportColonlessIdent,
      @Include ParserSettings settings) {}

  /** The RFCs. */
  public enum MessageFormat {
    /** BSD syslog. */
    RFC3164,
    /** The syslog protocol. */
    RFC5424,
    /** Either, told apart by the version behind the priority. */
    AUTO
  }

  /** The ways to read a message. */
  public enum Engine {
    /** What Fluentd's regular expressions match. */
    REGEXP,
    /** What stands between spaces. */
    STRING
  }

  private final MessageFormat messageFormat;
  private final SyslogGrammar rfc3164;
  private final SyslogGrammar rfc5424;

  private SyslogParser(Config config, PluginContext context) {
    this.messageFormat = config.messageFormat();
    TimeSettings times = config.settings().time();
    boolean onlyNew = messageFormat == MessageFormat.RFC5424;
    SyslogTime oldTime =
        SyslogTime.of(times.timeFormat().orElse(RFC3164_TIME_FORMAT), times, context.clock());
    SyslogTime newTime =
        SyslogTime.withFallback(
            onlyNew
                ? times.timeFormat().orElse(config.rfc5424TimeFormat())
                : config.rfc5424TimeFormat(),
            times,
            context.clock());
    boolean priority = config.withPriority();
    boolean keepTime = config.settings().keepsTime();
    if (config.parserEngine() == Engine.STRING) {
      this.rfc3164 = new Rfc3164String(oldTime, priority, keepTime, config.supportColonlessIdent());
      this.rfc5424 = new Rfc5424String(newTime, priority, keepTime);
    } else {
      this.rfc3164 = new Rfc3164Regexp(oldTime, priority, keepTime);
      this.rfc5424 = new Rfc5424Regexp(newTime, priority, keepTime);
    }
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    boolean isNew =
        switch (messageFormat) {
          case RFC3164 -> false;
          case RFC5424 -> true;
          case AUTO -> SyslogGrammar.hasVersion(text);
        };
    return (isNew ? rfc5424 : rfc3164).parse(text, out);
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("syslog", "Take syslog messages apart.", Config.class, SyslogParser::new);
    }
  }
}
