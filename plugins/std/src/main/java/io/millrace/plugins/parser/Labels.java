package io.millrace.plugins.parser;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The labelled values of one text, of each label the last one in the place of the first. Kept by
 * one thread. A label is found by its hash, in which a random number takes part: a sender cannot
 * make the search slow.
 */
final class Labels {
  private static final int MULTIPLIER = new SecureRandom().nextInt() | 1;

  /** Above this many fields the arrays are not kept for the next text. */
  private static final int MOST_KEPT = 1024;

  private static final int FEW = 32;

  /** Four indexes for each field: where the label starts and ends, and the value. */
  private int[] fields = new int[4 * FEW];

  /** Open addressing: number of a field, from 1, or 0. */
  private int[] table = new int[2 * FEW];

  private int count;

  /** Starts over. */
  void clear() {
    if (count > MOST_KEPT) {
      fields = new int[4 * FEW];
      table = new int[2 * FEW];
    } else {
      Arrays.fill(table, 0);
    }
    count = 0;
  }

  /** Takes in the label {@code [from, to)} of {@code a} and its value. */
  void put(byte[] a, int from, int to, int valueFrom, int valueTo) {
    if (4 * (count + 1) > fields.length) {
      fields = Arrays.copyOf(fields, 2 * fields.length);
      grow(a);
    }
    int slot = slot(a, from, to);
    int field = table[slot] == 0 ? count : table[slot] - 1;
    if (field == count) {
      table[slot] = ++count;
      fields[4 * field] = from;
      fields[4 * field + 1] = to;
    }
    fields[4 * field + 2] = valueFrom;
    fields[4 * field + 3] = valueTo;
  }

  private void grow(byte[] a) {
    table = new int[2 * table.length];
    for (int i = 0; i < count; i++) {
      table[slot(a, fields[4 * i], fields[4 * i + 1])] = i + 1;
    }
  }

  /** Where the label is in the table, or would be. */
  private int slot(byte[] a, int from, int to) {
    int hash = to - from;
    for (int at = from; at < to; at++) {
      hash = (hash + a[at]) * MULTIPLIER;
      hash ^= hash >>> 15;
    }
    int slot = hash & (table.length - 1);
    while (table[slot] != 0) {
      int field = 4 * (table[slot] - 1);
      if (Arrays.equals(a, from, to, a, fields[field], fields[field + 1])) {
        return slot;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  /** Adds all fields to {@code record}. */
  void writeTo(RecordDraft record, byte[] a) {
    for (int i = 0; i < 4 * count; i += 4) {
      record
          .field(a, fields[i], fields[i + 1])
          .text(a, fields[i + 2], fields[i + 3] - fields[i + 2]);
    }
  }
}
