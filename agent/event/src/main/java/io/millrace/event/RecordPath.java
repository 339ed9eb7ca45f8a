package io.millrace.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A parsed record accessor: {@code key}, {@code $.a.b[0]}, {@code $['a.b'][0]}. Immutable; its
 * UTF-8 steps are computed once.
 *
 * <p>Source: Fluentd's record_accessor syntax.
 */
public final class RecordPath {
  /** Either a key (then {@code name} holds its UTF-8) or an index. */
  private record Step(ByteSlice name, int index, boolean isKey) {
    int find(byte[] a, int at) {
      return isKey ? findKey(a, at, name) : findItem(a, at, index);
    }
  }

  private final String text;
  private final Step[] steps;

  private RecordPath(String text, List<Step> steps) {
    this.text = text;
    this.steps = steps.toArray(new Step[0]);
  }

  /** The single top-level key {@code name}, whatever characters it has. */
  public static RecordPath ofKey(String name) {
    return new RecordPath(name, List.of(key(name)));
  }

  /**
   * Parses an accessor.
   *
   * @throws IllegalArgumentException with Fluentd's words if the syntax is wrong
   */
  public static RecordPath parse(String text) {
    if (text.startsWith("$.")) {
      return new RecordPath(text, dots(text));
    }
    if (text.startsWith("$[")) {
      return new RecordPath(text, brackets(text));
    }
    return ofKey(text);
  }

  private static Step key(String name) {
    return new Step(ByteSlice.utf8(name), 0, true);
  }

  private static List<Step> dots(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        throw new IllegalArgumentException(
            "whitespace character is not allowed in dot notation. Use bracket notation: " + text);
      }
    }
    List<Step> steps = new ArrayList<>();
    for (String part : text.substring(2).split("\\.")) {
      int bracket = part.indexOf('[');
      if (bracket < 0) {
        if (part.indexOf(']') >= 0) {
          throw new IllegalArgumentException(
              "']' found but '[' not found. Invalid syntax: " + text);
        }
        steps.add(key(part));
        continue;
      }
      if (bracket > 0) {
        steps.add(key(part.substring(0, bracket)));
      }
      indexes(part.substring(bracket), text, steps);
    }
    if (steps.isEmpty() || text.substring(2).isEmpty()) {
      throw new IllegalArgumentException("empty keys in dot notation");
    }
    return steps;
  }

  private static void indexes(String part, String text, List<Step> steps) {
    int at = 0;
    while (at < part.length()) {
      if (part.charAt(at) != '[') {
        throw new IllegalArgumentException(
            "found more characters after ']'. Invalid syntax: " + text);
      }
      int close = part.indexOf(']', at);
      if (close < 0) {
        throw new IllegalArgumentException("'[' found but ']' not found. Invalid syntax: " + text);
      }
      steps.add(index(part.substring(at + 1, close), text));
      at = close + 1;
    }
  }

  private static Step index(String digits, String text) {
    if (digits.isEmpty()) {
      throw new IllegalArgumentException("missing array index in '[]'. Invalid syntax: " + text);
    }
    try {
      return new Step(ByteSlice.EMPTY, Integer.parseInt(digits), false);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + digits + "' is no array index: an integer is expected. Invalid syntax: " + text, e);
    }
  }

  private static List<Step> brackets(String text) {
    List<Step> steps = new ArrayList<>();
    int at = 1;
    while (at < text.length()) {
      if (text.charAt(at) != '[') {
        throw new IllegalArgumentException(
            "found more characters after ']'. Invalid syntax: " + text);
      }
      char quote = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      if (quote == '\'' || quote == '"') {
        int close = text.indexOf(quote + "]", at + 2);
        if (close < 0) {
          throw new IllegalArgumentException("Mismatched quotes. Invalid syntax: " + text);
        }
        steps.add(key(text.substring(at + 2, close)));
        at = close + 2;
      } else {
        int close = text.indexOf(']', at);
        if (close < 0) {
          throw new IllegalArgumentException(
              "'[' found but ']' not found. Invalid syntax: " + text);
        }
        steps.add(index(text.substring(at + 1, close), text));
        at = close + 1;
      }
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("empty keys in bracket notation");
    }
    return steps;
  }

  /** Number of steps. */
  public int length() {
    return steps.length;
  }

  /** Whether this is one top-level key. */
  public boolean isKey() {
    return steps.length == 1 && steps[0].isKey;
  }

  /** UTF-8 of the key at step {@code i}; empty for an index. */
  ByteSlice name(int i) {
    return steps[i].name;
  }

  /** UTF-8 of the top-level key. */
  public ByteSlice firstKey() {
    return steps[0].name;
  }

  /** The path without its last step; itself has at least two. */
  int findParent(byte[] a, int map) {
    return find(a, map, steps.length - 1);
  }

  boolean lastIsKey() {
    return steps[steps.length - 1].isKey;
  }

  int lastIndex() {
    return steps[steps.length - 1].index;
  }

  ByteSlice lastName() {
    return steps[steps.length - 1].name;
  }

  /**
   * Index of the value in the map at {@code map}, or -1: a missing key, an index out of range, or a
   * step into a scalar.
   */
  public int find(byte[] a, int map) {
    return find(a, map, steps.length);
  }

  /** As {@link #find(byte[], int)}, where {@code fields} is of the map. */
  int find(byte[] a, int map, FieldIndex fields) {
    if (!steps[0].isKey) {
      return -1;
    }
    int at = fields.find(a, map, steps[0].name);
    for (int i = 1; i < steps.length && at >= 0; i++) {
      at = steps[i].find(a, at);
    }
    return at;
  }

  private int find(byte[] a, int map, int length) {
    int at = map;
    for (int i = 0; i < length && at >= 0; i++) {
      at = steps[i].find(a, at);
    }
    return at;
  }

  /**
   * Index of the value of the last field called {@code name} in the map at {@code at}; -1 if there
   * is none or no map.
   */
  static int findKey(byte[] a, int at, ByteSlice name) {
    int field = findField(a, at, name);
    return field < 0 ? -1 : Pack.skip(a, field);
  }

  /**
   * Index of the key of the last field called {@code name} in the map at {@code at}; -1 if there is
   * none or no map.
   */
  static int findField(byte[] a, int at, ByteSlice name) {
    if (Pack.kind(a, at) != Pack.Kind.MAP) {
      return -1;
    }
    int found = -1;
    int pos = Pack.body(a, at);
    for (int left = Pack.count(a, at); left > 0; left--) {
      if (isNamed(a, pos, name)) {
        found = pos;
      }
      pos = Pack.skip(a, Pack.skipKey(a, pos));
    }
    return found;
  }

  static boolean isNamed(byte[] a, int at, ByteSlice name) {
    int type = a[at] & 0xff;
    if (type >= 0xa0 && type < 0xc0 && (type & 0x1f) != name.length()) {
      return false; // a short text, as keys nearly always are, of another length
    }
    if (!Pack.isRaw(a, at) || Pack.rawLength(a, at) != name.length()) {
      return false;
    }
    int start = Pack.rawStart(a, at);
    return Arrays.equals(a, start, start + name.length(), name.array(), name.offset(), name.end());
  }

  static int findItem(byte[] a, int at, int index) {
    if (Pack.kind(a, at) != Pack.Kind.ARRAY) {
      return -1;
    }
    int count = Pack.count(a, at);
    int item = index < 0 ? count + index : index;
    if (item < 0 || item >= count) {
      return -1;
    }
    int pos = Pack.body(a, at);
    for (; item > 0; item--) {
      pos = Pack.skip(a, pos);
    }
    return pos;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordPath that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The accessor as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
