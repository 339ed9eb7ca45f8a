package io.millrace.event;

import java.util.Arrays;

/**
 * Finds where well formed records end, in a third to two thirds of {@link PackChecker}'s time.
 *
 * <p>The first byte of a value says where it ends and so where the next one begins. A plain walk
 * therefore waits, at each value, for that byte to arrive and for the sum made of it. But records
 * of one sender are alike. So this walk remembers the size that each value had in the record
 * before, by its place in the record, and goes on from there at once. Whether the guess was right
 * is a branch, and processors run ahead of a branch that mostly goes the same way. A wrong guess
 * costs more than none, so the first one at a place is the last one in this payload.
 *
 * <p>A guess decides nothing: it is used only where it equals the size that was read. And the walk
 * knows only what is usual. For a record that is malformed, cut short, full of maps, or holds an
 * extension, it answers {@link #ODD}; {@code PackChecker} then reads that record from its start,
 * accepts or refuses it, and has the words for that. Not safe for use by several threads.
 */
final class GuessingWalk {
  /** The answer for a record that the plain walk has to read. */
  static final int ODD = -1;

  /** Bytes of a payload from which on records repeat often enough that it pays to remember. */
  private static final int WORTH_LEARNING = 512;

  private static final int SLOTS = 128; // a power of two; values far behind share them
  private static final int LAST_SLOT = SLOTS - 1;
  private static final byte UNKNOWN = -1;
  private static final byte VARIES = -2;
  private static final byte[] ALL_UNKNOWN = filled(UNKNOWN);
  private static final byte[] ALL_VARY = filled(VARIES); // never written: nothing is learned of it

  private static final byte[] SIZES = Pack.fixedSizes(false);
  private static final int HEADER = 3; // bytes of the longest one that is usual
  private static final int LONGEST = HEADER + 0xffff; // bytes of a value that is usual

  private final byte[] array;
  private final int end;
  private final byte[] guesses;

  /** A walk over records between {@code start} and {@code end}. */
  GuessingWalk(byte[] array, int start, int end) {
    this.array = array;
    this.end = Math.min(end, Integer.MAX_VALUE - LONGEST); // no sum overflows
    this.guesses = end - start >= WORTH_LEARNING ? ALL_UNKNOWN.clone() : ALL_VARY;
  }

  private static byte[] filled(byte guess) {
    byte[] guesses = new byte[SLOTS];
    Arrays.fill(guesses, guess);
    return guesses;
  }

  /** Index after the record at {@code at}, which is an item of an entry, or {@link #ODD}. */
  int check(int at) {
    int left = 1; // values still to come, at all depths
    int containers = 0; // so many bound the depth too
    int pos = at;
    for (int place = 0; left > 0; place++, left--) {
      if (pos >= end) {
        return ODD;
      }
      int type = array[pos] & 0xff;
      int size = SIZES[type];
      int guess = guesses[place & LAST_SLOT];
      if (size == guess) {
        pos += guess; // the same number as size, but here without waiting for it
      } else if (size != 0) {
        pos += isShortText(type) ? 1 + (type & 0x1f) : size; // a sum is there before a look-up
        learn(place, size, guess);
      } else if (end - pos < HEADER) {
        return ODD;
      } else if (isContainer(type)) {
        containers++;
        left += items(type, pos);
        pos = Pack.body(array, pos);
      } else if (isRaw(type)) {
        pos += rawSize(type, pos);
      } else {
        return ODD;
      }
    }
    return pos <= end && containers < Pack.MAX_DEPTH ? pos : ODD;
  }

  private void learn(int place, int size, int guess) {
    if (guess != VARIES) {
      guesses[place & LAST_SLOT] = guess == UNKNOWN ? (byte) size : VARIES;
    }
  }

  private static boolean isShortText(int type) {
    return (type & 0xe0) == 0xa0;
  }

  /** Whether a map or array starts so, unless its count takes four bytes. */
  private static boolean isContainer(int type) {
    return type < 0xa0 || type == Pack.ARRAY16 || type == Pack.MAP16;
  }

  /** Values in the map or array at {@code pos}. */
  private int items(int type, int pos) {
    int count = Pack.count(array, pos);
    return type < 0x90 || type == Pack.MAP16 ? 2 * count : count;
  }

  /** Whether a text or bytes start so, shorter than 64 KiB: Fluentd's in_tail makes bytes. */
  private static boolean isRaw(int type) {
    return hasShortLength(type) || type == Pack.STR16 || type == Pack.BIN16;
  }

  private static boolean hasShortLength(int type) {
    return type == Pack.STR8 || type == Pack.BIN8;
  }

  private int rawSize(int type, int pos) {
    return hasShortLength(type) ? 2 + (array[pos + 1] & 0xff) : 3 + Pack.u16(array, pos + 1);
  }
}
