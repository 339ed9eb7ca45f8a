package io.millrace.event;

import java.util.Collection;

/**
 * The fields of one map that is being packed, whose number is known at its end. Keeps an eye on
 * keys that come twice, of which the last value counts: 256 bits tell most new keys from all before
 * them, and only the others are looked for among those.
 */
final class JsonFields {
  /** Above this many fields a key is not looked for: taking the map apart is cheaper then. */
  private static final int MAX_LOOK_BACK = 128;

  private int header;
  private int count;
  private boolean repeated;
  private long seen0;
  private long seen1;
  private long seen2;
  private long seen3;

  /** Of a map whose header of one byte stands at {@code header}. */
  JsonFields(int header) {
    reset(header);
  }

  /** Starts over with another map. */
  JsonFields reset(int newHeader) {
    header = newHeader;
    count = 0;
    repeated = false;
    seen0 = seen1 = seen2 = seen3 = 0;
    return this;
  }

  /** Takes in the key at {@code at}, the last in {@code a} so far. */
  void add(byte[] a, int at) {
    int hash = KeyBytes.hash(a, at);
    long bit = 1L << hash;
    int word = (hash >>> 6) & 3;
    long seen = word == 0 ? seen0 : word == 1 ? seen1 : word == 2 ? seen2 : seen3;
    if ((seen & bit) != 0 && !repeated) {
      repeated = count > MAX_LOOK_BACK || KeyBytes.occursBefore(a, header + 1, count, at);
    }
    seen0 |= word == 0 ? bit : 0;
    seen1 |= word == 1 ? bit : 0;
    seen2 |= word == 2 ? bit : 0;
    seen3 |= word == 3 ? bit : 0;
    count++;
  }

  /** Gives the map, which ends {@code out}, its header, and each key once. */
  void finish(PackWriter out) {
    ByteArraySink sink = out.sink();
    if (count < 16) {
      sink.array()[header] = (byte) (0x80 | count);
    } else {
      widen(sink, header, count, Pack.MAP16);
    }
    if (repeated) {
      dropRepeated(out);
    }
  }

  /** Gives the array of {@code count} items, whose header of one byte is at {@code header}, its. */
  static void finishArray(PackWriter out, int header, int count) {
    if (count < 16) {
      out.sink().array()[header] = (byte) (0x90 | count);
    } else {
      widen(out.sink(), header, count, Pack.ARRAY16);
    }
  }

  /** Makes the one byte at {@code header} one of three or five, the type for the latter one up. */
  private static void widen(ByteArraySink out, int header, int count, int type) {
    int more = count <= 0xffff ? 2 : 4;
    int body = out.size() - header - 1;
    out.reserve(more);
    byte[] a = out.array();
    System.arraycopy(a, header + 1, a, header + 1 + more, body);
    out.size(out.size() + more);
    a[header] = (byte) (more == 2 ? type : type + 1);
    for (int i = 0; i < more; i++) {
      a[header + 1 + i] = (byte) (count >> 8 * (more - 1 - i));
    }
  }

  private void dropRepeated(PackWriter out) {
    ByteArraySink sink = out.sink();
    byte[] a = sink.array();
    Collection<int[]> fields = KeyBytes.distinct(a, header);
    ByteArraySink kept = new ByteArraySink(sink.size() - header);
    new PackWriter(kept).mapHeader(fields.size());
    for (int[] field : fields) {
      kept.write(a, field[0], Pack.skip(a, field[0]) - field[0]);
      kept.write(a, field[1], Pack.skip(a, field[1]) - field[1]);
    }
    sink.size(header);
    sink.write(kept.array(), 0, kept.size());
  }
}
