package io.millrace.plugins.formatter;

import io.millrace.api.Formatter;
import io.millrace.api.FormatterFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;

/** {@code @type msgpack}: the packed record as it is, nothing around it. */
public final class MessagePackFormatter implements Formatter {

  /** Settings of {@code <format>} with {@code @type msgpack}: none. */
  public record Config() {}

  MessagePackFormatter() {}

  private MessagePackFormatter(Config config, PluginContext context) {
    this();
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    out.write(event.array(), event.recordStart(), event.recordEnd() - event.recordStart());
  }

  /** Makes this formatter. */
  public static final class Factory extends FormatterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("msgpack", "Writes records as MessagePack.", Config.class, MessagePackFormatter::new);
    }
  }
}
