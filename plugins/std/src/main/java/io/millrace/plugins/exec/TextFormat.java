package io.millrace.plugins.exec;

import io.millrace.api.Child;
import io.millrace.api.Formatter;
import io.millrace.api.InjectConfig;
import io.millrace.api.Injector;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;

/** Events as a command reads them: one line each, whatever the formatter ends them with. */
final class TextFormat {
  private final Formatter formatter;
  private final Injector injector;
  private final boolean lines;

  TextFormat(Child<Formatter> format, InjectConfig inject, PluginContext context) {
    this.formatter = context.open(format);
    this.injector = Injector.of(inject, context);
    this.lines = !format.type().equals("msgpack");
  }

  /** Appends {@code event}. Safe for use by several threads. */
  void write(Tag tag, EventView event, ByteArraySink out) {
    int start = out.size();
    formatter.format(tag, injector.apply(tag, event), out);
    if (lines) {
      out.size(chomp(out.array(), start, out.size()));
      out.write('\n');
    }
  }

  /** End of {@code [start, end)} without one line end. */
  static int chomp(byte[] a, int start, int end) {
    if (end > start && a[end - 1] == '\n') {
      return end - 1 > start && a[end - 2] == '\r' ? end - 2 : end - 1;
    }
    return end > start && a[end - 1] == '\r' ? end - 1 : end;
  }
}
