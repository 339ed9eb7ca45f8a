package io.millrace.event.time;

import java.util.List;

/**
 * Reads numbers, names and zones of one time text, from left to right. The methods answer {@link
 * #FAILED} (or false) where the text has something else.
 */
final class TimeText {
  static final int FAILED = Integer.MIN_VALUE;

  private byte[] a = new byte[0];
  private int end;
  private int at;

  /** Starts over with the text {@code [from, to)}. */
  TimeText reset(byte[] text, int from, int to) {
    a = text;
    at = from;
    end = to;
    return this;
  }

  boolean isDone() {
    return at >= end;
  }

  /** The byte here, or 0 at the end. */
  int peek() {
    return at < end ? a[at] & 0xff : 0;
  }

  void advance() {
    at++;
  }

  void skipBlanks() {
    while (at < end && isBlank(a[at])) {
      at++;
    }
  }

  static boolean isBlank(int b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** Passes over {@code literal} if it stands here. */
  boolean accept(byte[] literal) {
    if (end - at < literal.length) {
      return false;
    }
    for (int i = 0; i < literal.length; i++) {
      if (a[at + i] != literal[i]) {
        return false;
      }
    }
    at += literal.length;
    return true;
  }

  private boolean isDigit(int index) {
    return index < end && a[index] >= '0' && a[index] <= '9';
  }

  /** One to {@code most} digits. */
  int digits(int most) {
    int value = 0;
    int from = at;
    while (at - from < most && isDigit(at)) {
      value = value * 10 + a[at++] - '0';
    }
    return at == from ? FAILED : value;
  }

  /** So many digits, and no digit behind them. */
  int exactly(int count) {
    int from = at;
    int value = digits(count);
    return at - from == count && !isDigit(at) ? value : FAILED;
  }

  /** One to {@code most} digits of a number between {@code low} and {@code high}. */
  int digits(int most, int low, int high) {
    int value = digits(most);
    return value < low || value > high ? FAILED : value;
  }

  /** A sign, if there is one, and one to {@code most} digits. */
  int signed(int most) {
    int sign = peek();
    if (sign == '+' || sign == '-') {
      at++;
    }
    int value = digits(most);
    return value == FAILED || sign != '-' ? value : -value;
  }

  /** A sign, if there is one, and digits, up to 18 of which count. */
  boolean number(TimeFields fields, long unitsPerSecond) {
    int sign = peek();
    if (sign == '+' || sign == '-') {
      at++;
    }
    long value = 0;
    int from = at;
    while (at - from < 18 && isDigit(at)) {
      value = value * 10 + a[at++] - '0';
    }
    if (at == from) {
      return false;
    }
    long units = sign == '-' ? -value : value;
    fields.hasEpoch = true;
    fields.epoch = Math.floorDiv(units, unitsPerSecond);
    if (unitsPerSecond > 1) {
      fields.nanos =
          (int) (Math.floorMod(units, unitsPerSecond) * (1_000_000_000 / unitsPerSecond));
    }
    return true;
  }

  /** Nanoseconds from the digits of a fraction, of which at most {@code most} are read. */
  int fraction(int most) {
    int value = 0;
    int from = at;
    while (at - from < most && isDigit(at)) {
      if (at - from < 9) {
        value = value * 10 + a[at] - '0';
      }
      at++;
    }
    int read = at - from;
    for (int i = read; i < 9; i++) {
      value *= 10;
    }
    return read == 0 ? FAILED : value;
  }

  /** Index of the name here, whole or its first three letters, in any case. */
  int name(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (word(name, name.length()) || word(name, 3)) {
        return i;
      }
    }
    return FAILED;
  }

  /** Passes over {@code letters} in any case, if they stand here. */
  boolean word(String letters) {
    return word(letters, letters.length());
  }

  private boolean word(String letters, int length) {
    if (end - at < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (Character.toLowerCase(letters.charAt(i)) != Character.toLowerCase((char) a[at + i])) {
        return false;
      }
    }
    at += length;
    return true;
  }

  /** Passes over the letters here and answers them. */
  String letters() {
    if (!isLetter(at)) {
      return "";
    }
    if (a[at] == 'Z' && !isLetter(at + 1)) {
      at++;
      return "Z"; // as most logs have it, and without a copy
    }
    StringBuilder letters = new StringBuilder();
    while (isLetter(at)) {
      letters.append((char) a[at++]);
    }
    return letters.toString();
  }

  private boolean isLetter(int index) {
    return index < end && a[index] > 0 && Character.isLetter((char) a[index]);
  }

  /**
   * A numeric zone, {@code Z}, {@code +hh}, {@code +hhmm}, {@code +hh:mm} (the plus may be
   * missing); FAILED if there is none.
   */
  int numericZone() {
    int sign = peek();
    if (sign == 'Z' || sign == 'z') {
      at++;
      return 0;
    }
    if (sign == '+' || sign == '-') {
      at++;
    }
    int from = at;
    int hours = digits(2);
    if (hours == FAILED || at - from < 2) {
      return FAILED;
    }
    int minutes = 0;
    if (peek() == ':' && isDigit(at + 1) && isDigit(at + 2)) {
      at++;
      minutes = digits(2);
    } else if (isDigit(at) && isDigit(at + 1)) {
      minutes = digits(2);
    }
    int seconds = (hours * 60 + minutes) * 60;
    return minutes > 59 ? FAILED : sign == '-' ? -seconds : seconds;
  }
}
