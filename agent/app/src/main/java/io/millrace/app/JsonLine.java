package io.millrace.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.millrace.event.ByteArraySink;
import io.millrace.event.JsonTranscoder;
import io.millrace.event.PackWriter;
import io.millrace.event.time.Strftime;
import java.util.LinkedHashMap;
import java.util.Map;

/** An entry of the log as a JSON object: time, level, plugin id if it has one, message, error. */
final class JsonLine implements LineFormat {
  private final Strftime time;

  /** With times as {@code time} writes them. */
  JsonLine(Strftime time) {
    this.time = time;
  }

  @Override
  public String of(ILoggingEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", time.format(LogEntry.time(event)));
    fields.put("level", LogEntry.level(event));
    LogEntry.pluginId(event).ifPresent(id -> fields.put("plugin_id", id));
    fields.put("message", event.getFormattedMessage());
    IThrowableProxy error = event.getThrowableProxy();
    if (error != null) {
      fields.put("error_class", error.getClassName());
      fields.put("error", String.valueOf(error.getMessage()));
    }
    fields.put("worker_id", LogEntry.worker(event));
    ByteArraySink packed = new ByteArraySink(256);
    new PackWriter(packed).value(fields);
    ByteArraySink json = new ByteArraySink(256);
    JsonTranscoder.write(packed.array(), 0, json);
    return json + "\n";
  }
}
