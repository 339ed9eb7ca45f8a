package io.millrace.plugins;

import io.millrace.api.Filter;
import io.millrace.api.Formatter;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.StreamFilter;
import io.millrace.api.Tag;
import io.millrace.api.Verdict;
import io.millrace.config.Binder;
import io.millrace.config.BoundChild;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventCursor;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.TestEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Bundled plugins made of sections, as a configuration makes them. */
public final class Plugins {
  private static final PluginCatalog CATALOG = PluginCatalog.load(Plugins.class.getClassLoader());

  private Plugins() {}

  /** A section of {@code "name value"} lines and nested sections. */
  public static ConfigElement section(String head, Object... content) {
    String[] words = head.split(" ", 2);
    ConfigElement.Builder builder =
        ConfigElement.builder(
            words[0], words.length > 1 ? words[1] : "", new SourceLocation("test.conf", 1));
    for (Object item : content) {
      if (item instanceof ConfigElement child) {
        builder.add(child);
      } else {
        String[] line = item.toString().split(" ", 2);
        builder.add(line[0], line.length > 1 ? line[1] : "");
      }
    }
    return builder.build();
  }

  /** The plugin that the section configures. */
  public static <P extends Plugin> P create(
      Class<P> type, String kind, PluginContext context, ConfigElement element) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<BoundChild<?>> bound =
        new Binder(CATALOG, false, diagnostics).bindPlugin(kind, element);
    diagnostics.throwIfAny();
    return type.cast(bound.orElseThrow().create(context));
  }

  /** What the formatter that the section configures makes of {@code events}. */
  public static String format(PluginContext context, ConfigElement element, TestEvent... events) {
    Formatter formatter = create(Formatter.class, "formatter", context, element);
    ByteArraySink out = new ByteArraySink(256);
    EventCursor cursor = TestEvent.pack(events).cursor();
    for (TestEvent event : events) {
      cursor.next();
      formatter.format(event.tag(), cursor, out);
    }
    return out.toString();
  }

  /** What the filter leaves of {@code events}, which all have the first one's tag. */
  public static List<TestEvent> filter(Plugin filter, TestEvent... events) {
    Tag tag = events[0].tag();
    try {
      PackedEvents in = TestEvent.pack(events);
      return filter instanceof StreamFilter streams
          ? TestEvent.unpack(tag, streams.filter(tag, in).packed())
          : each((Filter) filter, tag, in);
    } catch (Exception e) {
      throw new AssertionError("a filter threw", e);
    }
  }

  private static List<TestEvent> each(Filter filter, Tag tag, PackedEvents in) throws Exception {
    List<TestEvent> left = new ArrayList<>();
    EventCursor cursor = in.cursor();
    while (cursor.next()) {
      Verdict verdict = filter.filter(tag, cursor);
      EventsBuilder one = new EventsBuilder(64);
      if (verdict.action() == Verdict.Action.KEEP) {
        one.append(cursor);
      } else if (verdict.action() == Verdict.Action.REWRITE) {
        one.append(verdict.time().orElse(cursor.time()), verdict.editor().record());
      }
      left.addAll(TestEvent.unpack(tag, one.build()));
    }
    return left;
  }
}
