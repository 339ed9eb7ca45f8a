package io.millrace.plugins.tail;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a position file.
 *
 * @param offset in bytes; {@link #UNWATCHED} if the file is not followed any more
 * @param inode 0 if the file was never opened
 */
record PositionLine(String path, long offset, long inode) {
  /** The offset of a file that is not followed any more. */
  static final long UNWATCHED = -1;

  /** Length of both numbers and the tab between them. */
  static final int NUMBERS = 33;

  private static final Pattern SHAPE =
      Pattern.compile("([^\\t]+)\\t([0-9a-fA-F]+)\\t([0-9a-fA-F]+).*", Pattern.DOTALL);

  /** Reads a line; empty if it has not the shape of one. */
  static Optional<PositionLine> parse(String text) {
    Matcher match = SHAPE.matcher(text);
    if (!match.matches() || match.group(2).length() > 16 || match.group(3).length() > 16) {
      return Optional.empty();
    }
    return Optional.of(
        new PositionLine(
            match.group(1),
            Long.parseUnsignedLong(match.group(2), 16),
            Long.parseUnsignedLong(match.group(3), 16)));
  }

  /** The line as it is written, line end included. */
  String text() {
    return String.format("%s\t%016x\t%016x\n", path, offset, inode);
  }

  /** Appends the 16 digits of {@code value}. */
  static void digits(long value, ByteBuffer out) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      out.put((byte) Character.forDigit((int) (value >>> shift) & 0xf, 16));
    }
  }
}
