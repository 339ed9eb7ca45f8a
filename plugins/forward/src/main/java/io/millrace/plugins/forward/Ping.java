package io.millrace.plugins.forward;

import io.millrace.event.ByteSlice;
import io.millrace.event.Pack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A sender's answer to HELO. Source: Forward Protocol Specification v1, "PING". */
record Ping(
    ByteSlice hostname,
    ByteSlice salt,
    ByteSlice keyDigest,
    ByteSlice username,
    ByteSlice userDigest) {
  private static final int ITEMS = 6;

  /** Reads a whole packed value; empty if it is no PING. */
  static Optional<Ping> read(ByteSlice value) {
    byte[] a = value.array();
    int at = value.offset();
    if (Pack.kind(a, at) != Pack.Kind.ARRAY || Pack.count(a, at) != ITEMS) {
      return Optional.empty();
    }
    List<ByteSlice> items = new ArrayList<>(ITEMS);
    for (int item = Pack.body(a, at); items.size() < ITEMS; item = Pack.skip(a, item)) {
      if (!Pack.isRaw(a, item)) {
        return Optional.empty();
      }
      items.add(ByteSlice.of(a, Pack.rawStart(a, item), Pack.rawLength(a, item)));
    }
    return items.get(0).toString().equals("PING")
        ? Optional.of(
            new Ping(items.get(1), items.get(2), items.get(3), items.get(4), items.get(5)))
        : Optional.empty();
  }
}
