package io.millrace.plugins.parser;

import io.millrace.api.Include;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.TimeType;
import io.millrace.event.ByteSlice;
import io.millrace.event.RubyRegexp;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * {@code @type nginx}, {@code apache} and {@code apache_error}: regular expressions for lines that
 * web servers write. All values are text, a dash stays one, and what a line lacks makes no field.
 *
 * <p>Source: Fluentd's nginx, apache and apache_error parsers.
 */
public final class ServerLogParser implements Parser {
  /** Format of the times of access logs. */
  static final String TIME_FORMAT = "%d/%b/%Y:%H:%M:%S %z";

  private static final RubyRegexp NGINX =
      RubyRegexp.of(
          "^(?<remote>[^ ]*) (?<host>[^ ]*) (?<user>[^ ]*) \\[(?<time>[^\\]]*)\\]"
              + " \"(?<method>\\S+)(?: +(?<path>[^\"]*?)(?: +\\S*)?)?\""
              + " (?<code>[^ ]*) (?<size>[^ ]*)"
              + "(?: \"(?<referer>[^\"]*)\" \"(?<agent>[^\"]*)\""
              + "(?:\\s+\"?(?<http_x_forwarded_for>[^\"]*)\"?)?)?$",
          0);

  private static final RubyRegexp APACHE =
      RubyRegexp.of(
          "^(?<host>[^ ]*) [^ ]* (?<user>[^ ]*) \\[(?<time>[^\\]]*)\\]"
              + " \"(?<method>\\S+)(?: +(?<path>[^ ]*) +\\S*)?\""
              + " (?<code>[^ ]*) (?<size>[^ ]*)"
              + "(?: \"(?<referer>[^\"]*)\" \"(?<agent>[^\"]*)\")?$",
          0);

  private static final RubyRegexp APACHE_ERROR =
      RubyRegexp.of(
          "^\\[[^ ]* (?<time>[^\\]]*)\\] \\[(?<level>[^\\]]*)\\]"
              + "(?: \\[pid (?<pid>[^\\]]*)\\])?(?: \\[client (?<client>[^\\]]*)\\])?"
              + " (?<message>.*)$",
          0);

  /** Settings of all three. */
  public record Config(@Include ParserSettings settings) {}

  private final NamedGroups groups;

  private ServerLogParser(RubyRegexp regexp, ParserSettings settings, PluginContext context) {
    Logger log = context.log();
    RecordRules rules =
        new RecordRules(settings, Optional.of("time"), TimeType.STRING, context.clock());
    this.groups =
        new NamedGroups(settings.timeout().map(regexp::withLimit).orElse(regexp), rules, log);
  }

  @Override
  public boolean parse(ByteSlice text, ParsedEvents out) {
    if (!groups.find(text)) {
      return false;
    }
    groups.emit(text.array(), out);
    return true;
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class NginxFactory extends ParserFactory<Config> {
    /** For the service loader. */
    public NginxFactory() {
      super(
          "nginx",
          "Take nginx's access log.",
          Config.class,
          (config, context) ->
              new ServerLogParser(NGINX, config.settings().withTimeFormat(TIME_FORMAT), context));
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class ApacheFactory extends ParserFactory<Config> {
    /** For the service loader. */
    public ApacheFactory() {
      super(
          "apache",
          "Take Apache's access log, all values as text.",
          Config.class,
          (config, context) ->
              new ServerLogParser(APACHE, config.settings().withTimeFormat(TIME_FORMAT), context));
    }
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class ApacheErrorFactory extends ParserFactory<Config> {
    /** For the service loader. */
    public ApacheErrorFactory() {
      super(
          "apache_error",
          "Take Apache's error log.",
          Config.class,
          (config, context) -> new ServerLogParser(APACHE_ERROR, config.settings(), context));
    }
  }
}
