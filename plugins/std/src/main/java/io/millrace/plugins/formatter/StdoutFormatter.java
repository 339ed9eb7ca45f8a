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

/**
 * {@code @type stdout}: {@code TIME TAG: BODY}, where the body is what another formatter makes of
 * the record.
 */
public final class StdoutFormatter implements Formatter {
  private static final String TIME_FORMAT = "%Y-%m-%d %H:%M:%S.%N %z";

  /** Settings of {@code <format>} with {@code @type stdout}. */
  public record Config(
      @Param(
              doc = "Formatter of the record: json, hash, ltsv, single_value, out_file or msgpack.",
              def = "json")
          String outputType,
      @Param(doc = "What times are written as: string, unixtime, float.", def = "string")
          TimeType timeType,
      @Include TimeFormatSettings time) {}

  private final Formatter body;
  private final TimeFormatter time;

  StdoutFormatter(Config config) {
    this.body = body(config);
    this.time = config.time().formatter(config.timeType(), TIME_FORMAT);
  }

  private StdoutFormatter(Config config, PluginContext context) {
    this(config);
  }

  private static Formatter body(Config config) {
    return switch (config.outputType()) {
      case "json" -> new JsonFormatter(JsonFormatter.Config.DEFAULT);
      case "hash" -> new HashFormatter(HashFormatter.Config.DEFAULT);
      case "ltsv" -> new LtsvFormatter(LtsvFormatter.Config.DEFAULT);
      case "single_value" -> new SingleValueFormatter(SingleValueFormatter.Config.DEFAULT);
      case "msgpack" -> new MessagePackFormatter();
      case "out_file" ->
          new OutFileFormatter(
              new OutFileFormatter.Config(
                  true, true, "", config.timeType(), config.time(), Newline.LF));
      default ->
          throw new IllegalArgumentException(
              "output_type '"
                  + config.outputType()
                  + "' is no formatter that can stand inside stdout: use json, hash, ltsv,"
                  + " single_value, out_file or msgpack, or name the formatter as the @type of"
                  + " <format>");
    };
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    time.write(event, out);
    out.write(' ');
    out.write(tag.utf8());
    out.write(':');
    out.write(' ');
    int start = out.size();
    body.format(tag, event, out);
    Texts.chomp(out, start);
    out.write('\n');
  }

  /** Makes this formatter. */
  public static final class Factory extends FormatterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "stdout", "Writes time, tag and record for people.", Config.class, StdoutFormatter::new);
    }
  }
}
