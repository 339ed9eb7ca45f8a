package io.millrace.plugins.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Cuts one file into lines. It holds no bytes between calls: a line without an end yet stays in the
 * file and is read again once the file has grown, so the offset is always that of a line's start.
 * The exception is a line over the limit, of which only the end is looked for.
 */
final class LineReader {
  /** How a reading ended. */
  enum End {
    /** At the end of the file. */
    FILE,
    /** Before it: the taker of lines wanted no more, or the budget is used up. */
    STOPPED
  }

  private final Block block;
  private final LineEnd lineEnd;
  private final long longest;
  private long offset;
  private int partial;
  private boolean skipping;

  /**
   * A reader that starts at {@code offset}.
   *
   * @param longest greatest length of a line, its end included
   */
  LineReader(Block block, LineEnd lineEnd, long longest, long offset) {
    this.block = block;
    this.lineEnd = lineEnd;
    this.longest = longest;
    this.offset = offset;
  }

  /** How much of the file has been looked at. */
  long seen() {
    return offset + partial;
  }

  /** Starts over at {@code newOffset}, the start of a line. */
  void seek(long newOffset) {
    offset = newOffset;
    partial = 0;
    skipping = false;
  }

  /**
   * Hands out whole lines.
   *
   * @param budget greatest number of bytes to read
   */
  End read(FileChannel channel, Lines lines, long budget) throws IOException {
    int filled = 0;
    long left = budget + partial;
    while (left > 0) {
      block.room(filled);
      int count = block.read(channel, offset + filled, filled, left);
      if (count <= 0) {
        partial = filled;
        return End.FILE;
      }
      left -= count;
      int rest = cut(lines, filled, filled + count);
      if (rest < 0) {
        partial = 0;
        return End.STOPPED;
      }
      filled = rest;
    }
    partial = filled;
    return End.STOPPED;
  }

  /**
   * Hands out the lines that end in the block at or after {@code scanFrom} and moves what is left
   * to its start.
   *
   * @return length of what is left; -1 if {@code lines} wants no more
   */
  private int cut(Lines lines, int scanFrom, int end) {
    byte[] a = block.array();
    int start = 0;
    int scan = scanFrom - scanFrom % lineEnd.length();
    for (int found = lineEnd.find(a, scan, end); found >= 0; found = lineEnd.find(a, scan, end)) {
      int next = found + lineEnd.length();
      offset += next - start;
      boolean tooLong = skipping || next - start > longest;
      boolean more =
          tooLong
              ? lines.tooLong(a, start, found, offset)
              : lines.line(a, start, lineEnd.chomp(a, start, found), offset);
      skipping = false;
      if (!more) {
        return -1;
      }
      start = next;
      scan = next;
    }
    int rest = end - start;
    if (skipping || rest > longest) {
      skipping = true;
      int whole = rest - rest % lineEnd.length();
      offset += whole;
      start += whole;
      rest -= whole;
    }
    System.arraycopy(a, start, a, 0, rest);
    return rest;
  }
}
