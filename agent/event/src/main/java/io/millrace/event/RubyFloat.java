package io.millrace.event;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;

/**
 * A float as Ruby's {@code Float#to_s} writes it: the fewest digits that read back as the same
 * number, always with a point; with an exponent below 0.0001 and from 1e16 on.
 */
public final class RubyFloat {
  /** Any two decimals of up to 15 digits are different doubles, so the first that fits is it. */
  private static final long MAX_SHORT = 999_999_999_999_999L;

  private static final int MAX_FRACTION = 9;
  private static final long[] POWERS = new long[MAX_FRACTION + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = 10 * POWERS[i - 1];
    }
  }

  private RubyFloat() {}

  /** The shortest text that reads back as {@code value}. */
  public static String toString(double value) {
    ByteArraySink out = new ByteArraySink(32);
    write(value, out);
    return out.toString();
  }

  /** Appends what {@link #toString(double)} answers; allocates nothing for short decimals. */
  public static void write(double value, ByteArraySink out) {
    double size = Math.abs(value);
    if (!(size >= 1e-4 && size <= MAX_SHORT) || !writeShort(value, size, out)) {
      writeLong(value, out);
    }
  }

  private static boolean writeShort(double value, double size, ByteArraySink out) {
    for (int fraction = 0; fraction <= MAX_FRACTION; fraction++) {
      double scaled = size * POWERS[fraction];
      if (scaled > MAX_SHORT) {
        return false;
      }
      long whole = Math.round(scaled);
      if ((double) whole / POWERS[fraction] == size) {
        if (value < 0) {
          out.write('-');
        }
        out.writeDigits(whole / POWERS[fraction], 1);
        out.write('.');
        out.writeDigits(whole % POWERS[fraction], Math.max(1, fraction));
        return true;
      }
    }
    return false;
  }

  /** Any value, by way of Java's notation: {@code 1.5E-7}. */
  private static void writeLong(double value, ByteArraySink out) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      out.writeAscii(Double.toString(value));
      return;
    }
    String java = DoubleToDecimal.toString(value);
    int from = java.charAt(0) == '-' ? 1 : 0;
    int mark = java.indexOf('E');
    int end = mark < 0 ? java.length() : mark;
    int dot = java.indexOf('.');
    String digits = java.substring(from, dot) + java.substring(dot + 1, end);
    int point = dot - from + (mark < 0 ? 0 : Integer.parseInt(java, mark + 1, java.length(), 10));
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    int last = digits.length();
    while (last > zeros + 1 && digits.charAt(last - 1) == '0') {
      last--;
    }
    if (from == 1) {
      out.write('-');
    }
    String shortest = digits.substring(zeros, last);
    int exponent = value == 0 ? 1 : point - zeros;
    if (shortest.length() == 2) {
      shortest = oneDigit(shortest, exponent, Math.abs(value));
    }
    place(shortest, exponent, out);
  }

  /** Java's notation never has fewer than two digits where Ruby is content with one. */
  private static String oneDigit(String two, int exponent, double size) {
    int rounded = (Integer.parseInt(two) + 5) / 10;
    boolean same = rounded < 10 && Double.parseDouble("0." + rounded + "e" + exponent) == size;
    return same ? Integer.toString(rounded) : two;
  }

  /** Writes 0.DIGITS times ten to the power of {@code point}. */
  private static void place(String digits, int point, ByteArraySink out) {
    int length = digits.length();
    if (point > 16 || point <= -4) {
      out.write(digits.charAt(0));
      out.write('.');
      out.writeAscii(length == 1 ? "0" : digits.substring(1));
      out.writeAscii(point > 0 ? "e+" : "e-");
      out.writeDigits(Math.abs(point - 1), 2);
    } else if (point <= 0) {
      out.writeAscii("0.");
      for (int i = point; i < 0; i++) {
        out.write('0');
      }
      out.writeAscii(digits);
    } else {
      out.writeAscii(digits.substring(0, Math.min(point, length)));
      for (int i = length; i < point; i++) {
        out.write('0');
      }
      out.write('.');
      out.writeAscii(point < length ? digits.substring(point) : "0");
    }
  }
}
