package io.millrace.plugins.parser;

import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.ParserFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.TimeType;
import io.millrace.event.ByteSlice;
import io.millrace.event.RubyRegexp;
import java.util.Optional;

/**
 * {@code @type regexp}: the named groups of an expression that is searched for become fields; a
 * group that took no part is left out.
 *
 * <p>Source: Fluentd's regexp parser.
 */
public final class RegexpParser implements Parser {
  /** Settings of {@code @type regexp}. */
  public record Config(
      @Param(doc = "Regular expression with named groups.") RubyRegexp expression,
      @Param(
              doc = "Upper or lower case does not matter.",
              def = "false",
              deprecated = "write /.../i")
          boolean ignorecase,
      @Param(doc = "A dot matches a newline too.", def = "false", deprecated = "write /.../m")
          boolean multiline,
      @Include ParserSettings settings) {
    /** An expression without names would make empty records. */
    public Config {
      if (expression.names().isEmpty()) {
        throw new IllegalArgumentException(
            "No named captures in 'expression' parameter. The regexp must have at least one named"
                + " capture");
      }
    }

    RubyRegexp effective() {
      int options =
          expression.options()
              | (ignorecase ? RubyRegexp.IGNORE_CASE : 0)
              | (multiline ? RubyRegexp.MULTILINE : 0);
      RubyRegexp regexp =
          options == expression.options()
              ? expression
              : RubyRegexp.of(expression.source(), options);
      return settings.timeout().map(regexp::withLimit).orElse(regexp);
    }
  }

  private final NamedGroups groups;

  private RegexpParser(Config config, PluginContext context) {
    RecordRules rules =
        new RecordRules(config.settings(), Optional.of("time"), TimeType.STRING, context.clock());
    this.groups = new NamedGroups(config.effective(), rules, context.log());
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
  public static final class Factory extends ParserFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("regexp", "Take fields from a regular expression.", Config.class, RegexpParser::new);
    }
  }
}
