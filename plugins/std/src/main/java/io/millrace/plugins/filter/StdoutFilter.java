package io.millrace.plugins.filter;

import io.millrace.api.Child;
import io.millrace.api.FilterFactory;
import io.millrace.api.Formatter;
import io.millrace.api.InjectConfig;
import io.millrace.api.Injector;
import io.millrace.api.LogDevice;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.StreamFilter;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventCursor;
import io.millrace.event.EventStream;
import java.util.Optional;

/**
 * {@code @type stdout}: writes events where the log goes and lets them pass. An event that cannot
 * be written goes to the error stream, and passes too.
 *
 * <p>Source: Fluentd's filter_stdout.
 */
public final class StdoutFilter implements StreamFilter {

  /** Settings of {@code <filter>} with {@code @type stdout}. */
  public record Config(
      @Section(doc = "How events are written.", defaults = "@type stdout") Child<Formatter> format,
      @Section(doc = "What is added to each record before it is written.")
          Optional<InjectConfig> inject) {}

  private final PluginContext context;
  private final Formatter formatter;
  private final Injector injector;
  private final LogDevice device;
  private final PerThread<ByteArraySink> lines = new PerThread<>(() -> new ByteArraySink(8192));

  private StdoutFilter(Config config, PluginContext context) {
    this.context = context;
    this.formatter = context.open(config.format());
    this.injector = Injector.of(config.inject(), context);
    this.device = context.service(LogDevice.class);
  }

  @Override
  public EventStream filter(Tag tag, EventStream events) {
    ByteArraySink out = lines.get();
    out.clear();
    EventCursor cursor = events.borrowed().cursor();
    while (cursor.next()) {
      int start = out.size();
      try {
        formatter.format(tag, injector.apply(tag, cursor), out);
      } catch (RuntimeException e) {
        out.size(start);
        context.errors().emit(tag, cursor, e);
      }
    }
    device.write(out.slice());
    return events;
  }

  /** Makes this filter. */
  public static final class Factory extends FilterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "stdout",
          "Writes events to the log and lets them pass.",
          Config.class,
          StdoutFilter::new);
    }
  }
}
