package io.millrace.net.x509;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Values in DER, as many of them as certificates and keys need. Each method but {@link #ascii}
 * gives a whole value: tag, length, content.
 *
 * <p>Source: ITU-T X.690.
 */
final class Der {
  private static final int CONSTRUCTED = 0x20;
  private static final int CONTEXT = 0x80;

  /** Years that UTCTime cannot tell. */
  private static final int LAST_SHORT_YEAR = 2049;

  private static final DateTimeFormatter SHORT_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter LONG_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  private static byte[] value(int tag, byte[]... contents) {
    int length = 0;
    for (byte[] content : contents) {
      length += content.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] digits = BigInteger.valueOf(length).toByteArray();
      int from = digits[0] == 0 ? 1 : 0;
      out.write(0x80 | (digits.length - from));
      out.write(digits, from, digits.length - from);
    }
    for (byte[] content : contents) {
      out.writeBytes(content);
    }
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... values) {
    return value(CONSTRUCTED | 0x10, values);
  }

  static byte[] set(byte[] single) {
    return value(CONSTRUCTED | 0x11, single);
  }

  /** A value with a tag of its own around it. */
  static byte[] explicit(int tag, byte[] value) {
    return value(CONTEXT | CONSTRUCTED | tag, value);
  }

  /** Content under a tag of its own instead of its type's. */
  static byte[] implicit(int tag, byte[] content) {
    return value(CONTEXT | tag, content);
  }

  static byte[] integer(BigInteger number) {
    return value(0x02, number.toByteArray());
  }

  static byte[] isTrue() {
    return value(0x01, new byte[] {(byte) 0xff});
  }

  static byte[] nothing() {
    return value(0x05);
  }

  static byte[] octets(byte[] bytes) {
    return value(0x04, bytes);
  }

  /** Bits, the last {@code unused} of which do not count. */
  static byte[] bits(int unused, byte[] bytes) {
    return value(0x03, new byte[] {(byte) unused}, bytes);
  }

  static byte[] utf8(String text) {
    return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Text of letters and digits. */
  static byte[] printable(String text) {
    return value(0x13, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The content, not a value, of text in ASCII. */
  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A time in whole seconds, in the form that RFC 5280 asks for. */
  static byte[] time(Instant time) {
    boolean isShort = time.atZone(ZoneOffset.UTC).getYear() <= LAST_SHORT_YEAR;
    String text = (isShort ? SHORT_TIME : LONG_TIME).format(time);
    return value(isShort ? 0x17 : 0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** An object identifier in dotted form. */
  static byte[] oid(String dotted) {
    String[] parts = dotted.split("\\.");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    base128(40 * Long.parseLong(parts[0]) + Long.parseLong(parts[1]), out);
    for (int i = 2; i < parts.length; i++) {
      base128(Long.parseLong(parts[i]), out);
    }
    return value(0x06, out.toByteArray());
  }

  private static void base128(long number, ByteArrayOutputStream out) {
    int shift = 0;
    while (number >> shift >= 0x80) {
      shift += 7;
    }
    for (; shift > 0; shift -= 7) {
      out.write(0x80 | (int) (number >> shift & 0x7f));
    }
    out.write((int) (number & 0x7f));
  }
}
