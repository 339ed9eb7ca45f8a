package io.millrace.event;

/**
 * Packs JSON objects and arrays as nearly all are: in one pass over their bytes, without garbage.
 * What is rare it refuses, and leaves to {@link JsonPacker}'s other reader: comments, escaped
 * surrogates, numbers of more digits than a long or an exact float has, deep nesting, and all that
 * is no JSON. Of what it takes it makes the very bytes that the other one would.
 *
 * <p>One class, because it is one grammar. Kept by one thread.
 */
final class PlainJson {
  /** Deeper values are left to the other reader, which knows the limit. */
  private static final int MAX_DEPTH = 32;

  /** Any number of so many digits fits into a long. */
  private static final int LONG_DIGITS = 18;

  /** Any number of so many digits is exact as a double. */
  private static final int DOUBLE_DIGITS = 15;

  /** Powers of ten that are exact as doubles: dividing by one, or multiplying, rounds once. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private final JsonFields[] fields = new JsonFields[MAX_DEPTH];
  private final ByteArraySink unescaped = new ByteArraySink(256);
  private byte[] a = new byte[0];
  private int at;
  private int end;

  /** By depth, made when first needed. */
  private JsonFields fieldsAt(int depth, int header) {
    if (fields[depth] == null) {
      fields[depth] = new JsonFields(header);
    }
    return fields[depth].reset(header);
  }

  /**
   * Packs the object or array that {@code json} is behind what {@code out} holds.
   *
   * @return whether it could; if not, {@code out} is as it was
   */
  boolean pack(ByteSlice json, PackWriter out) {
    a = json.array();
    at = json.offset();
    end = json.end();
    int start = out.sink().size();
    int first = next();
    boolean packed = (first == '{' || first == '[') && value(first, 0, out) && next() == -1;
    if (!packed) {
      out.sink().size(start);
    }
    return packed;
  }

  /** The byte behind the blanks here, which is not passed over; -1 at the end. */
  private int next() {
    while (at < end) {
      byte b = a[at];
      if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
        return b & 0xff;
      }
      at++;
    }
    return -1;
  }

  private boolean value(int first, int depth, PackWriter out) {
    return switch (first) {
      case '"' -> string(out);
      case '{' -> depth < MAX_DEPTH && object(depth, out);
      case '[' -> depth < MAX_DEPTH && array(depth, out);
      case 't' -> word(0x74727565, out, Pack.TRUE); // "true"
      case 'n' -> word(0x6e756c6c, out, Pack.NIL); // "null"
      case 'f' -> {
        at++;
        yield word(0x616c7365, out, Pack.FALSE); // "alse"
      }
      default -> number(first, out);
    };
  }

  private boolean object(int depth, PackWriter out) {
    ByteArraySink sink = out.sink();
    JsonFields seen = fieldsAt(depth, sink.size());
    out.mapHeader(0);
    at++;
    int c = next();
    while (c == '"') {
      int key = sink.size();
      if (!string(out) || next() != ':') {
        return false;
      }
      seen.add(sink.array(), key);
      at++;
      if (!value(next(), depth + 1, out)) {
        return false;
      }
      c = next();
      if (c == ',') {
        at++;
        c = next() == '"' ? '"' : -1;
      } else if (c != '}') {
        return false;
      }
    }
    at++;
    seen.finish(out);
    return c == '}';
  }

  private boolean array(int depth, PackWriter out) {
    int header = out.sink().size();
    out.arrayHeader(0);
    at++;
    int count = 0;
    int c = next();
    while (c != ']') {
      if (!value(c, depth + 1, out)) {
        return false;
      }
      count++;
      c = next();
      if (c == ',') {
        at++;
        c = next();
        if (c == ']') {
          return false;
        }
      } else if (c != ']') {
        return false;
      }
    }
    at++;
    JsonFields.finishArray(out, header, count);
    return true;
  }

  /** Passes over four letters and a delimiter behind them. */
  private boolean word(int letters, PackWriter out, int packed) {
    if (end - at < 4 || Pack.i32(a, at) != letters) {
      return false;
    }
    at += 4;
    out.sink().write(packed);
    return atDelimiter();
  }

  private boolean atDelimiter() {
    if (at == end) {
      return false; // a value stands in an object or array: something must follow
    }
    byte b = a[at];
    return b == ',' || b == '}' || b == ']' || b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private boolean string(PackWriter out) {
    int from = ++at;
    int to = from;
    while (to < end && a[to] != '"') {
      if (a[to] == '\\') {
        return escaped(from, to, out);
      }
      to++;
    }
    if (to == end) {
      return false;
    }
    at = to + 1;
    out.text(a, from, to - from);
    return true;
  }

  /** A string whose first backslash is at {@code backslash}. */
  private boolean escaped(int from, int backslash, PackWriter out) {
    unescaped.clear();
    unescaped.write(a, from, backslash - from);
    at = backslash;
    while (at < end && a[at] != '"') {
      if (a[at] != '\\') {
        unescaped.write(a[at++]);
      } else if (!escape()) {
        return false;
      }
    }
    if (at == end) {
      return false;
    }
    at++;
    out.text(unescaped.array(), 0, unescaped.size());
    return true;
  }

  private boolean escape() {
    if (end - at < 2) {
      return false;
    }
    int letter = a[at + 1];
    at += 2;
    int named = "\"\\/bfnrt".indexOf(letter);
    if (named >= 0) {
      unescaped.write("\"\\/\b\f\n\r\t".charAt(named));
      return true;
    }
    return letter == 'u' && unicode();
  }

  /** Four hexadecimal digits, which are no surrogate. */
  private boolean unicode() {
    if (end - at < 4) {
      return false;
    }
    int point = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(a[at++], 16);
      if (digit < 0) {
        return false;
      }
      point = point << 4 | digit;
    }
    if (point < 0x80) {
      unescaped.write(point);
    } else if (point < 0x800) {
      unescaped.write(0xc0 | point >> 6);
      unescaped.write(0x80 | (point & 0x3f));
    } else if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
      unescaped.write(0xe0 | point >> 12);
      unescaped.write(0x80 | (point >> 6 & 0x3f));
      unescaped.write(0x80 | (point & 0x3f));
    } else {
      return false;
    }
    return true;
  }

  private boolean number(int first, PackWriter out) {
    boolean negative = first == '-';
    at += negative ? 1 : 0;
    int from = at;
    long digits = digits(0);
    int count = at - from;
    if (count == 0 || count > LONG_DIGITS || (count > 1 && a[from] == '0')) {
      return false;
    }
    if (at < end && (a[at] == '.' || a[at] == 'e' || a[at] == 'E')) {
      return fraction(negative, digits, count, out);
    }
    out.integer(negative ? -digits : digits);
    return atDelimiter();
  }

  /** The digits here, behind {@code before}; meaningless if they are too many. */
  private long digits(long before) {
    long value = before;
    while (at < end && a[at] >= '0' && a[at] <= '9') {
      value = value * 10 + a[at++] - '0';
    }
    return value;
  }

  /** A float of {@code whole}, which has {@code count} digits, and what is behind it. */
  private boolean fraction(boolean negative, long whole, int count, PackWriter out) {
    long digits = whole;
    int places = 0;
    if (a[at] == '.') {
      int from = ++at;
      digits = digits(whole);
      places = at - from;
      if (places == 0) {
        return false;
      }
    }
    int power = -places;
    if (at < end && (a[at] == 'e' || a[at] == 'E')) {
      at++;
      boolean down = at < end && a[at] == '-';
      at += at < end && (a[at] == '-' || a[at] == '+') ? 1 : 0;
      int from = at;
      long exponent = digits(0);
      if (at == from || at - from > 3) {
        return false;
      }
      power += (int) (down ? -exponent : exponent);
    }
    if (count + places > DOUBLE_DIGITS || Math.abs(power) >= POWERS.length) {
      return false;
    }
    double value = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
    out.floating(negative ? -value : value);
    return atDelimiter();
  }
}
