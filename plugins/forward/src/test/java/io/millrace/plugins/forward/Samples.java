package io.millrace.plugins.forward;

import static io.millrace.testkit.TestEvent.event;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.TestEvent;
import java.util.HexFormat;
import java.util.Optional;

/** Two events, and what senders make of them. */
final class Samples {
  static final TestEvent FIRST = event("app", new EventTime(1, 5), "{\"n\":1}");
  static final TestEvent SECOND = event("app", 2, "{\"n\":2,\"s\":\"é\"}");
  static final PackedEvents BOTH = TestEvent.pack(FIRST, SECOND);
  static final Optional<String> CHUNK = Optional.of("Y2h1bmsx\n");

  private Samples() {}

  /** The record of {@code event}, packed. */
  static ByteSlice record(TestEvent event) {
    var cursor = TestEvent.pack(event).cursor();
    cursor.next();
    return cursor.recordBytes();
  }

  /** The bytes that these digits say. */
  static ByteSlice hex(String digits) {
    return ByteSlice.of(HexFormat.of().parseHex(digits));
  }
}
