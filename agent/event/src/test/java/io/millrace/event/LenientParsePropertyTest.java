package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/**
 * What inputs take in goes through a quick walk first. These tests hold it against the plain one,
 * entry by entry: the same events, the same reports in the same order, the same refusals.
 */
class LenientParsePropertyTest {
  private static final EventTime NOW = new EventTime(1700000000, 5);

  private final RandomPayload payloads = new RandomPayload(20260301);

  /** Everything that a parse shows to others. */
  private record Outcome(
      List<Byte> bytes, int count, boolean copied, List<Integer> invalid, String failure) {}

  private interface Parse {
    PackedEvents apply(ByteSlice payload, IntPredicate invalid);
  }

  /**
   * @param tolerated reports of invalid entries before one stops the parse
   */
  private static Outcome outcome(Parse parse, ByteSlice payload, int tolerated) {
    List<Integer> invalid = new ArrayList<>();
    try {
      PackedEvents events =
          parse.apply(
              payload,
              at -> {
                invalid.add(at);
                return invalid.size() <= tolerated;
              });
      boolean copied = events.array() != payload.array();
      return new Outcome(list(events.bytes().toBytes()), events.count(), copied, invalid, "none");
    } catch (MalformedPackException e) {
      String failure = e.getMessage() + " (" + e.missing() + " missing)";
      return new Outcome(List.of(), 0, false, invalid, failure);
    }
  }

  private static List<Byte> list(byte[] bytes) {
    Byte[] boxed = new Byte[bytes.length];
    Arrays.setAll(boxed, i -> bytes[i]);
    return Arrays.asList(boxed);
  }

  private static PackedEvents lenient(ByteSlice payload, IntPredicate invalid) {
    return PackedEvents.parse(payload, NOW, invalid);
  }

  /** The plain walk finds the entries; those that are not as usual are parsed one by one. */
  private static PackedEvents plain(ByteSlice payload, IntPredicate invalid) {
    byte[] a = payload.array();
    PackChecker checker = new PackChecker(a, payload.end(), true);
    EventsBuilder builder = new EventsBuilder(64);
    boolean changed = false;
    for (int at = payload.offset(); at < payload.end(); ) {
      int next = checker.check(at);
      ByteSlice entry = ByteSlice.of(a, at, next - at);
      if (isEvent(entry)) {
        builder.appendRange(a, at, next - at, 1);
      } else {
        int index = at - payload.offset();
        IntPredicate reported = refusing(invalid, index);
        PackedEvents mended = PackedEvents.parse(entry, NOW, reported);
        builder.appendRange(mended.array(), mended.offset(), mended.byteSize(), mended.count());
        changed = true;
      }
      at = next;
    }
    return changed
        ? builder.build()
        : PackedEvents.trusted(a, payload.offset(), payload.length(), builder.count());
  }

  private static IntPredicate refusing(IntPredicate invalid, int index) {
    return at -> {
      if (!invalid.test(at)) {
        throw new MalformedPackException("the entry at byte " + index + " is no [time, record]");
      }
      return true;
    };
  }

  private static boolean isEvent(ByteSlice entry) {
    byte[] a = entry.array();
    int at = entry.offset();
    if (Pack.kind(a, at) != Pack.Kind.ARRAY || Pack.count(a, at) != 2) {
      return false;
    }
    int time = Pack.body(a, at);
    return PackedEventsParser.isTime(a, time)
        && !PackedEventsParser.isZero(a, time)
        && Pack.kind(a, Pack.skip(a, time)) == Pack.Kind.MAP;
  }

  private void assertSame(ByteSlice payload) {
    int tolerated = payloads.below(4) == 0 ? payloads.below(3) : Integer.MAX_VALUE;
    assertThat(outcome(LenientParsePropertyTest::lenient, payload, tolerated))
        .isEqualTo(outcome(LenientParsePropertyTest::plain, payload, tolerated));
  }

  /** The payload in an array of its own, or between other bytes. */
  private ByteSlice placed(byte[] payload) {
    if (payloads.below(2) == 0) {
      return ByteSlice.of(payload);
    }
    byte[] array = new byte[payload.length + 80];
    Arrays.fill(array, (byte) payloads.below(256));
    System.arraycopy(payload, 0, array, 40, payload.length);
    return ByteSlice.of(array, 40, payload.length);
  }

  @Test
  void payloads_are_parsed_as_entry_by_entry() {
    int refused = 0;
    for (int i = 0; i < PropertyCases.COUNT / 5; i++) {
      ByteSlice payload = placed(payloads.next());

      assertSame(payload);

      Outcome outcome = outcome(LenientParsePropertyTest::plain, payload, Integer.MAX_VALUE);
      refused += outcome.failure().equals("none") ? 0 : 1;
    }
    assertThat(refused).isBetween(1, PropertyCases.COUNT / 10);
  }

  @Test
  void damaged_payloads_are_parsed_as_entry_by_entry() {
    for (int i = 0; i < PropertyCases.COUNT / 5; i++) {
      byte[] payload = payloads.next();
      for (int n = payloads.below(4); n > 0; n--) {
        payload[payloads.below(payload.length)] = (byte) payloads.below(256);
      }
      int length = payloads.below(2) == 0 ? payload.length : payloads.below(payload.length + 1);

      assertSame(placed(Arrays.copyOf(payload, length)));
    }
  }

  private static Map<String, Object> nested(int i) {
    return Map.of(
        "text", "x".repeat(20 * i),
        "long", "y".repeat(300),
        "list", Collections.nCopies(16, (long) i),
        "map", Map.of("number", 1L << (8 * i), "float", 0.5 * i, "empty", Map.of()));
  }

  @Test
  void payloads_cut_short_anywhere_are_refused_in_the_same_words() {
    EventsBuilder builder = new EventsBuilder(4096);
    for (int i = 0; i < 8; i++) {
      builder.begin(new EventTime(1 + i, 0)).value(nested(i));
    }
    byte[] payload = builder.build().bytes().toBytes();

    for (int length = 0; length <= payload.length; length++) {
      assertSame(ByteSlice.of(Arrays.copyOf(payload, length)));
      assertSame(ByteSlice.of(payload, 0, length));
    }
  }
}
