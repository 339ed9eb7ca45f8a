package io.millrace.plugins.formatter;

import io.millrace.api.Formatter;
import io.millrace.api.FormatterFactory;
import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.api.TimeFormatSettings;
import io.millrace.api.TimeFormatter;
import io.millrace.api.TimeType;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import io.millrace.event.JsonTranscoder;
import java.util.Locale;

/** {@code @type out_file}: time, tag and the record as JSON, with tabs between them. */
public final class OutFileFormatter implements Formatter {

  /** Settings of {@code <format>} with {@code @type out_file}. */
  public record Config(
      @Param(doc = "Whether to write the time.", def = "true") boolean outputTime,
      @Param(doc = "Whether to write the tag.", def = "true") boolean outputTag,
      @Param(doc = "Stands between the parts: SPACE, COMMA, or anything else for a tab.", def = "")
          String delimiter,
      @Param(doc = "What times are written as: string, unixtime, float.", def = "string")
          TimeType timeType,
      @Include TimeFormatSettings time,
      @Param(doc = "The line end: lf or crlf.", def = "lf") Newline newline) {
    char delimiterCharacter() {
      return switch (delimiter.toUpperCase(Locale.ROOT)) {
        case "SPACE" -> ' ';
        case "COMMA" -> ',';
        default -> '\t';
      };
    }
  }

  private final Config config;
  private final TimeFormatter time;
  private final char delimiter;

  OutFileFormatter(Config config) {
    this.config = config;
    this.time = config.time().formatter(config.timeType());
    this.delimiter = config.delimiterCharacter();
  }

  private OutFileFormatter(Config config, PluginContext context) {
    this(config);
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    if (config.outputTime()) {
      time.write(event, out);
      out.write(delimiter);
    }
    if (config.outputTag()) {
      out.write(tag.utf8());
      out.write(delimiter);
    }
    event.walked(JsonTranscoder.write(event.array(), event.recordStart(), out));
    config.newline().write(out);
  }

  /** Makes this formatter. */
  public static final class Factory extends FormatterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "out_file",
          "Writes time, tag and the record as JSON.",
          Config.class,
          OutFileFormatter::new);
    }
  }
}
