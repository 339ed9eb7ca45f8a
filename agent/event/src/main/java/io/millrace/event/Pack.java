package io.millrace.event;

import java.util.Arrays;

/**
 * The MessagePack format at the level of bytes: how long a value is, where a map's fields start,
 * whether a range is well formed. Everything but {@link #check} trusts its input and is meant for
 * bytes that {@code check} has passed.
 *
 * <p>Source: the MessagePack specification, "Formats".
 */
public final class Pack {
  /** Deepest nesting of maps and arrays that is accepted from outside. */
  public static final int MAX_DEPTH = 128;

  /**
   * Extension in which a record carries an integer beyond 64 bits, as two's complement bytes, most
   * significant first. MessagePack has none, but Ruby's records have, and their JSON shows them.
   */
  static final int BIG_INTEGER = 66;

  static final int NIL = 0xc0;
  static final int FALSE = 0xc2;
  static final int TRUE = 0xc3;
  static final int BIN8 = 0xc4;
  static final int BIN16 = 0xc5;
  static final int BIN32 = 0xc6;
  static final int EXT8 = 0xc7;
  static final int EXT16 = 0xc8;
  static final int EXT32 = 0xc9;
  static final int FLOAT32 = 0xca;
  static final int FLOAT64 = 0xcb;
  static final int UINT8 = 0xcc;
  static final int UINT16 = 0xcd;
  static final int UINT32 = 0xce;
  static final int UINT64 = 0xcf;
  static final int INT8 = 0xd0;
  static final int INT16 = 0xd1;
  static final int INT32 = 0xd2;
  static final int INT64 = 0xd3;
  static final int FIXEXT1 = 0xd4;
  static final int FIXEXT8 = 0xd7;
  static final int FIXEXT16 = 0xd8;
  static final int STR8 = 0xd9;
  static final int STR16 = 0xda;
  static final int STR32 = 0xdb;
  static final int ARRAY16 = 0xdc;
  static final int ARRAY32 = 0xdd;
  static final int MAP16 = 0xde;
  static final int MAP32 = 0xdf;

  private Pack() {}

  /** What kind of value a first byte announces. */
  public enum Kind {
    /** Nil. */
    NIL,
    /** True or false. */
    BOOLEAN,
    /** Any integer. */
    INTEGER,
    /** A 32 or 64 bit float. */
    FLOAT,
    /** Text (or, from old senders, raw bytes). */
    STRING,
    /** Bytes. */
    BINARY,
    /** An array. */
    ARRAY,
    /** A map. */
    MAP,
    /** An extension, such as an event time. */
    EXTENSION,
    /** The byte 0xc1, which no value starts with. */
    NEVER_USED
  }

  private static final Kind[] KINDS = new Kind[256];

  /**
   * Size in bytes of a value, header included, where the first byte alone decides it and it holds
   * no values; else 0.
   */
  private static final byte[] FIXED = new byte[256];

  /** The same, and 0 for extensions, which need a look. */
  private static final byte[] FIXED_PLAIN;

  static {
    Arrays.fill(KINDS, 0x00, 0x80, Kind.INTEGER);
    Arrays.fill(KINDS, 0x80, 0x90, Kind.MAP);
    Arrays.fill(KINDS, 0x90, 0xa0, Kind.ARRAY);
    Arrays.fill(KINDS, 0xa0, 0xc0, Kind.STRING);
    KINDS[NIL] = Kind.NIL;
    KINDS[0xc1] = Kind.NEVER_USED;
    Arrays.fill(KINDS, FALSE, TRUE + 1, Kind.BOOLEAN);
    Arrays.fill(KINDS, BIN8, BIN32 + 1, Kind.BINARY);
    Arrays.fill(KINDS, EXT8, EXT32 + 1, Kind.EXTENSION);
    Arrays.fill(KINDS, FLOAT32, FLOAT64 + 1, Kind.FLOAT);
    Arrays.fill(KINDS, UINT8, INT64 + 1, Kind.INTEGER);
    Arrays.fill(KINDS, FIXEXT1, FIXEXT16 + 1, Kind.EXTENSION);
    Arrays.fill(KINDS, STR8, STR32 + 1, Kind.STRING);
    Arrays.fill(KINDS, ARRAY16, ARRAY32 + 1, Kind.ARRAY);
    Arrays.fill(KINDS, MAP16, MAP32 + 1, Kind.MAP);
    Arrays.fill(KINDS, 0xe0, 0x100, Kind.INTEGER);

    Arrays.fill(FIXED, 0x00, 0x80, (byte) 1);
    Arrays.fill(FIXED, 0xe0, 0x100, (byte) 1);
    for (int n = 0; n < 32; n++) {
      FIXED[0xa0 + n] = (byte) (1 + n);
    }
    FIXED[NIL] = FIXED[FALSE] = FIXED[TRUE] = 1;
    FIXED[FLOAT32] = 5;
    FIXED[FLOAT64] = 9;
    for (int n = 0; n < 4; n++) {
      FIXED[UINT8 + n] = FIXED[INT8 + n] = (byte) (1 + (1 << n));
    }
    FIXED_PLAIN = FIXED.clone();
    for (int n = 0; n < 5; n++) {
      FIXED[FIXEXT1 + n] = (byte) (2 + (1 << n));
    }
  }

  /** The kind of the value at {@code at}. */
  public static Kind kind(byte[] a, int at) {
    return KINDS[a[at] & 0xff];
  }

  /**
   * For each first byte the size in bytes of its value, if that byte decides it; else 0. Not to be
   * written.
   *
   * @param extensions whether extensions are among them
   */
  static byte[] fixedSizes(boolean extensions) {
    return extensions ? FIXED : FIXED_PLAIN;
  }

  static int u16(byte[] a, int at) {
    return (a[at] & 0xff) << 8 | (a[at + 1] & 0xff);
  }

  static int i32(byte[] a, int at) {
    return a[at] << 24 | (a[at + 1] & 0xff) << 16 | (a[at + 2] & 0xff) << 8 | (a[at + 3] & 0xff);
  }

  static long u32(byte[] a, int at) {
    return i32(a, at) & 0xffffffffL;
  }

  static long i64(byte[] a, int at) {
    return u32(a, at) << 32 | u32(a, at + 4);
  }

  /** Index after the value at {@code at}. */
  public static int skip(byte[] a, int at) {
    long left = 1;
    int pos = at;
    while (left > 0) {
      int type = a[pos] & 0xff;
      int fixed = FIXED[type];
      left--;
      if (fixed != 0) {
        pos += fixed;
      } else if (type < 0x90) {
        left += 2L * (type & 0x0f);
        pos++;
      } else if (type < 0xa0) {
        left += type & 0x0f;
        pos++;
      } else {
        switch (type) {
          case BIN8, STR8 -> pos += 2 + (a[pos + 1] & 0xff);
          case BIN16, STR16 -> pos += 3 + u16(a, pos + 1);
          case BIN32, STR32 -> pos += 5 + i32(a, pos + 1);
          case EXT8 -> pos += 3 + (a[pos + 1] & 0xff);
          case EXT16 -> pos += 4 + u16(a, pos + 1);
          case EXT32 -> pos += 6 + i32(a, pos + 1);
          case ARRAY16 -> {
            left += u16(a, pos + 1);
            pos += 3;
          }
          case ARRAY32 -> {
            left += u32(a, pos + 1);
            pos += 5;
          }
          case MAP16 -> {
            left += 2L * u16(a, pos + 1);
            pos += 3;
          }
          case MAP32 -> {
            left += 2 * u32(a, pos + 1);
            pos += 5;
          }
          default -> throw new MalformedPackException("byte 0xc1 at " + pos + " starts no value");
        }
      }
    }
    return pos;
  }

  /** As {@link #skip}, quicker for short texts, as keys nearly always are. */
  static int skipKey(byte[] a, int at) {
    int type = a[at] & 0xff;
    return type >= 0xa0 && type < 0xc0 ? at + 1 + (type & 0x1f) : skip(a, at);
  }

  /** Number of fields of the map, or items of the array, at {@code at}. */
  public static int count(byte[] a, int at) {
    int type = a[at] & 0xff;
    return switch (type) {
      case ARRAY16, MAP16 -> u16(a, at + 1);
      case ARRAY32, MAP32 -> i32(a, at + 1);
      default -> type & 0x0f;
    };
  }

  /** Index of the first item of the map or array at {@code at}. */
  public static int body(byte[] a, int at) {
    return switch (a[at] & 0xff) {
      case ARRAY16, MAP16 -> at + 3;
      case ARRAY32, MAP32 -> at + 5;
      default -> at + 1;
    };
  }

  /**
   * Index of the first byte of the string or binary at {@code at}; its length is {@link
   * #rawLength}.
   */
  public static int rawStart(byte[] a, int at) {
    return switch (a[at] & 0xff) {
      case STR8, BIN8 -> at + 2;
      case STR16, BIN16 -> at + 3;
      case STR32, BIN32 -> at + 5;
      default -> at + 1;
    };
  }

  /** Length in bytes of the string or binary at {@code at}. */
  public static int rawLength(byte[] a, int at) {
    int type = a[at] & 0xff;
    return switch (type) {
      case STR8, BIN8 -> a[at + 1] & 0xff;
      case STR16, BIN16 -> u16(a, at + 1);
      case STR32, BIN32 -> i32(a, at + 1);
      default -> type & 0x1f;
    };
  }

  /** Whether the value at {@code at} is a string or binary. */
  public static boolean isRaw(byte[] a, int at) {
    Kind kind = kind(a, at);
    return kind == Kind.STRING || kind == Kind.BINARY;
  }

  /**
   * The integer at {@code at}; an unsigned 64 bit value above {@code Long.MAX_VALUE} comes out
   * negative.
   */
  public static long integer(byte[] a, int at) {
    int type = a[at] & 0xff;
    return switch (type) {
      case UINT8 -> a[at + 1] & 0xff;
      case UINT16 -> u16(a, at + 1);
      case UINT32 -> u32(a, at + 1);
      case UINT64, INT64 -> i64(a, at + 1);
      case INT8 -> a[at + 1];
      case INT16 -> (short) u16(a, at + 1);
      case INT32 -> i32(a, at + 1);
      default -> (byte) type;
    };
  }

  /** Whether the integer at {@code at} is unsigned and above {@code Long.MAX_VALUE}. */
  public static boolean isBig(byte[] a, int at) {
    return (a[at] & 0xff) == UINT64 && a[at + 1] < 0;
  }

  /** The float at {@code at}. */
  public static double floating(byte[] a, int at) {
    return (a[at] & 0xff) == FLOAT32
        ? Float.intBitsToFloat(i32(a, at + 1))
        : Double.longBitsToDouble(i64(a, at + 1));
  }

  /** Type number of the extension at {@code at}. */
  public static int extType(byte[] a, int at) {
    return switch (a[at] & 0xff) {
      case EXT8 -> a[at + 2];
      case EXT16 -> a[at + 3];
      case EXT32 -> a[at + 5];
      default -> a[at + 1];
    };
  }

  /** Index of the first data byte of the extension at {@code at}; its data end at {@link #skip}. */
  public static int extStart(byte[] a, int at) {
    return switch (a[at] & 0xff) {
      case EXT8 -> at + 3;
      case EXT16 -> at + 4;
      case EXT32 -> at + 6;
      default -> at + 2;
    };
  }

  /**
   * Checks that a whole, well formed value starts at {@code at} and returns the index after it.
   *
   * @throws MalformedPackException if it does not end before {@code end}, nests deeper than {@link
   *     #MAX_DEPTH}, or is no MessagePack
   */
  public static int check(byte[] a, int at, int end) {
    return new PackChecker(a, end, false).check(at);
  }

  /**
   * As {@link #check}, and no extension but an event time is in the value: Fluentd decodes records
   * of the Message and Forward modes at once and knows no other.
   *
   * @throws MalformedPackException as {@code check} does, or for an extension of another type
   */
  public static int checkKnown(byte[] a, int at, int end) {
    return new PackChecker(a, end, true).check(at);
  }
}
