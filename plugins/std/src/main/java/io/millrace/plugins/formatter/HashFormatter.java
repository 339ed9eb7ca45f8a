package io.millrace.plugins.formatter;

import io.millrace.api.Formatter;
import io.millrace.api.FormatterFactory;
import io.millrace.api.Include;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import io.millrace.event.PackText;

/** {@code @type hash}: the record as Ruby inspects a Hash, such as <code>{"a"=>1}</code>. */
public final class HashFormatter implements Formatter {

  /** Settings of {@code <format>} with {@code @type hash}. */
  public record Config(@Include LineEnd lineEnd) {
    static final Config DEFAULT = new Config(LineEnd.DEFAULT);
  }

  private final LineEnd lineEnd;

  HashFormatter(Config config) {
    this.lineEnd = config.lineEnd();
  }

  private HashFormatter(Config config, PluginContext context) {
    this(config);
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    PackText.write(event.array(), event.recordStart(), out);
    lineEnd.write(out);
  }

  /** Makes this formatter. */
  public static final class Factory extends FormatterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("hash", "Writes records as Ruby's inspect does.", Config.class, HashFormatter::new);
    }
  }
}
