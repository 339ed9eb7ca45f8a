package io.millrace.plugins.aws.s3;

import java.util.Locale;

/** How {@code %{index}} is written: in which base, with zeros up to which width. */
record IndexFormat(char conversion, int width) {
  /** Of {@code %d}, {@code %03x} and the like, which {@link KeySettings} has checked. */
  static IndexFormat parse(String format) {
    String digits = format.substring(1, format.length() - 1);
    return new IndexFormat(
        format.charAt(format.length() - 1), digits.isEmpty() ? 0 : Integer.parseInt(digits));
  }

  String format(long number) {
    String text =
        switch (conversion) {
          case 'x' -> Long.toHexString(number);
          case 'X' -> Long.toHexString(number).toUpperCase(Locale.ROOT);
          default -> Long.toString(number);
        };
    return "0".repeat(Math.max(0, width - text.length())) + text;
  }
}
