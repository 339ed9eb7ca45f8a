package io.millrace.plugins.filter.concat;

import static io.millrace.testkit.TestEvent.event;

import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.util.List;

/** Concat filters of the field {@code log}, and what they are given. */
final class ConcatDriver {
  private ConcatDriver() {}

  /** A filter with these lines besides its key. */
  static FilterDriver driver(TestContext context, String... lines) {
    String[] all = new String[lines.length + 1];
    all[0] = "key log";
    System.arraycopy(lines, 0, all, 1, lines.length);
    return FilterDriver.of(context, "concat", all);
  }

  static ConcatFilter plugin(FilterDriver driver) {
    return (ConcatFilter) driver.plugin();
  }

  /** What the filter leaves of these records of the tag {@code t}, one a second. */
  static List<TestEvent> run(FilterDriver driver, String... jsons) {
    TestEvent[] events = new TestEvent[jsons.length];
    for (int i = 0; i < jsons.length; i++) {
      events[i] = event("t", i + 1, jsons[i]);
    }
    return driver.run(events);
  }

  /** A record with this text. */
  static String log(String text) {
    return "{\"log\":\"" + text + "\"}";
  }
}
