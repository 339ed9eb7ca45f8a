package io.millrace.testkit;

import io.millrace.api.Formatter;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventCursor;

/** Runs one formatter. */
public final class FormatterDriver {
  private final Formatter formatter;

  private FormatterDriver(Formatter formatter) {
    this.formatter = formatter;
  }

  /**
   * The formatter that {@code lines} configure.
   *
   * @param type its {@code @type}
   * @throws io.millrace.api.ConfigException if it cannot be created
   */
  public static FormatterDriver of(String type, String... lines) {
    String text = "@type " + type + "\n" + String.join("\n", lines);
    return new FormatterDriver(TestConfig.create(Formatter.class, new TestContext(), text));
  }

  /** What it writes for {@code events}, one after another. */
  public String run(TestEvent... events) {
    ByteArraySink out = new ByteArraySink(256);
    EventCursor cursor = TestEvent.pack(events).cursor();
    for (TestEvent event : events) {
      cursor.next();
      formatter.format(event.tag(), cursor, out);
    }
    return out.toString();
  }
}
