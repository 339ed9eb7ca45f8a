package io.millrace.plugins.http.in;

import io.millrace.event.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the fields of a {@code multipart/form-data} body.
 *
 * <p>Source: RFC 7578, and RFC 2046 for the boundaries.
 */
final class Multipart {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;,\\s]+))", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile(
          "^content-disposition:.*[;\\s]name=(?:\"([^\"]*)\"|([^;\\s]+))",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final byte[] HEADER_END = {'\r', '\n', '\r', '\n'};

  /** A header of a part that is longer is not looked at. */
  private static final int MAX_HEADER = 4096;

  private Multipart() {}

  /**
   * Adds the fields of {@code body} to {@code parameters}.
   *
   * @throws IllegalArgumentException if the content type names no boundary
   */
  static void read(String contentType, ByteSlice body, Parameters parameters) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw new IllegalArgumentException("multipart/form-data without a boundary");
    }
    byte[] mark = ("--" + either(boundary)).getBytes(StandardCharsets.ISO_8859_1);
    byte[] end = ("\r\n--" + either(boundary)).getBytes(StandardCharsets.ISO_8859_1);
    byte[] a = body.array();
    int at = find(a, mark, body.offset(), body.end());
    while (at >= 0) {
      int header = at + mark.length;
      int text = find(a, HEADER_END, header, Math.min(body.end(), header + MAX_HEADER));
      int next = text < 0 ? -1 : find(a, end, text + 2, body.end());
      if (next < 0) {
        return;
      }
      int value = text + HEADER_END.length;
      int from = header;
      name(a, from, text)
          .ifPresent(
              name -> parameters.put(name, ByteSlice.of(a, value, Math.max(0, next - value))));
      at = next + 2;
    }
  }

  private static Optional<String> name(byte[] a, int from, int to) {
    Matcher name = NAME.matcher(new String(a, from, to - from, StandardCharsets.UTF_8));
    return name.find() ? Optional.of(either(name)) : Optional.empty();
  }

  private static String either(Matcher match) {
    return match.group(1) != null ? match.group(1) : match.group(2);
  }

  private static int find(byte[] a, byte[] wanted, int from, int to) {
    for (int at = from; at <= to - wanted.length; at++) {
      int i = 0;
      while (i < wanted.length && a[at + i] == wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return at;
      }
    }
    return -1;
  }
}
