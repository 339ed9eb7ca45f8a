package io.millrace.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes payloads of entries as senders pack them, good and bad, the same ones for one seed. */
final class RandomPayload {
  private final RandomValues values;
  private final ByteArraySink out = new ByteArraySink(4096);
  private final PackWriter pack = new PackWriter(out);

  RandomPayload(long seed) {
    values = new RandomValues(seed);
  }

  int below(int bound) {
    return values.below(bound);
  }

  /** Up to thirty entries: alike, some alike, or all of them different. */
  byte[] next() {
    out.clear();
    Map<String, Object> usual = values.record();
    int different = List.of(0, 0, 3, 10).get(below(4)); // tenths of the records
    int odd = List.of(0, 0, 5, 40).get(below(4)); // percent of the entries
    for (int n = below(30); n >= 0; n--) {
      if (below(100) < odd) {
        odd();
      } else {
        pack.arrayHeader(2);
        pack.eventTime(1 + below(2_000_000_000), below(1_000_000_000));
        record(below(10) < different ? values.record() : usual);
      }
    }
    return out.toBytes();
  }

  /** A record like {@code usual}, some of whose values differ. */
  private void record(Map<String, Object> usual) {
    Map<String, Object> record = new LinkedHashMap<>(usual);
    record.replaceAll((key, value) -> below(4) == 0 ? values.value(2) : value);
    if (below(20) == 0) {
      record.put("text", new String(new char[below(70_000)]).replace('\0', 'x'));
    }
    pack.value(record);
  }

  private void odd() {
    switch (below(12)) {
      case 0 -> entry(() -> pack.integer(below(3)), () -> record(Map.of("integer", "time")));
      case 1 -> entry(() -> pack.eventTime(0, below(9)), () -> record(Map.of("zero", "time")));
      case 2 -> entry(this::timeAndMetadata, () -> record(Map.of("k", 1L)));
      case 3 -> entry(this::time, pack::nil);
      case 4 -> entry(this::time, () -> pack.integer(below(200)));
      case 5 -> entry(pack::nil, () -> record(Map.of()));
      case 6 -> pack.value(values.value(2)); // no entry
      case 7 -> entry(this::time, () -> nested(124 + below(6)));
      case 8 -> entry(this::time, () -> pack.value(manyLists(below(200))));
      case 9 -> entry(this::time, this::recordOfATime);
      case 10 -> entry(this::time, this::textOfEntries);
      default -> entry(this::time, () -> unusual(below(40)));
    }
  }

  private void entry(Runnable time, Runnable record) {
    pack.arrayHeader(2);
    time.run();
    record.run();
  }

  private void time() {
    pack.eventTime(1 + below(2_000_000_000), 0);
  }

  private void timeAndMetadata() {
    pack.arrayHeader(2);
    time();
    pack.mapHeader(0);
  }

  /** Maps in one another; 127 are the deepest that an entry may hold. */
  private void nested(int depth) {
    for (int i = 0; i < depth; i++) {
      pack.mapHeader(1);
      pack.text("k");
    }
    pack.nil();
  }

  private static Map<String, Object> manyLists(int count) {
    Map<String, Object> record = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      record.put("list" + i, List.of());
    }
    return record;
  }

  private void recordOfATime() {
    pack.mapHeader(1);
    pack.text("at");
    time();
  }

  private void textOfEntries() {
    pack.mapHeader(1);
    pack.text("copy");
    byte[] packed = out.toBytes();
    pack.text(packed, 0, packed.length);
  }

  /** What some record holds now and then: bytes, long headers of short values, no extension. */
  private void unusual(int size) {
    pack.mapHeader(1);
    pack.text("k");
    switch (below(5)) {
      case 0 -> pack.binary(new byte[size], 0, size);
      case 1 -> header(Pack.STR32, 0, size, new byte[size]);
      case 2 -> header(Pack.ARRAY32, 0, size, new byte[size]);
      case 3 -> header(Pack.MAP32, 0, size, new byte[2 * size]);
      default -> header(Pack.MAP32, 0xffff, size, new byte[size]); // more than there is
    }
  }

  private void header(int type, int high, int low, byte[] items) {
    out.write(type);
    for (int half : new int[] {high, low}) {
      out.write(half >> 8);
      out.write(half);
    }
    out.write(items, 0, items.length);
  }
}
