package io.millrace.plugins.exec;

import io.millrace.event.ByteSlice;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads what a command writes, block by block, and hands out the texts in it. Holds one text and
 * one block at most; a text has at most {@value #MAX_TEXT} bytes. Used by one thread.
 */
final class TextStream {
  /** Most bytes of one text. */
  static final int MAX_TEXT = 32 << 20;

  /** Takes the texts. */
  interface Receiver {
    /** One text; valid during the call. */
    void text(ByteSlice text);

    /** No more texts are at hand: what came is to go on now. */
    void blockEnded() throws InterruptedException;

    /** A line was longer than {@link #MAX_TEXT} and is left out. */
    void tooLong();
  }

  private final Splitter splitter;
  private final int blockSize;
  private final Receiver receiver;
  private byte[] buffer;
  private int start;
  private int scanned;
  private int end;
  private boolean skipping;

  /** Of texts as the parser called {@code type} takes them. */
  TextStream(String type, int blockSize, Receiver receiver) {
    this.splitter = Splitter.of(type);
    this.blockSize = blockSize;
    this.receiver = receiver;
    this.buffer = new byte[2 * blockSize];
  }

  /**
   * Reads until the stream ends.
   *
   * @throws IOException if it breaks, or a value of JSON or MessagePack is longer than {@link
   *     #MAX_TEXT}: where the next one begins cannot be told
   */
  void readAll(InputStream in) throws IOException, InterruptedException {
    for (int n = read(in); n >= 0; n = read(in)) {
      end += n;
      split();
      receiver.blockEnded();
    }
    if (!skipping && splitter.mayEndOpen(buffer, start, end)) {
      hand(end);
      receiver.blockEnded();
    }
  }

  private int read(InputStream in) throws IOException {
    if (buffer.length - end < blockSize) {
      makeRoom();
    }
    return in.read(buffer, end, blockSize);
  }

  private void makeRoom() {
    int held = end - start;
    byte[] target = held + blockSize > buffer.length ? new byte[2 * (held + blockSize)] : buffer;
    System.arraycopy(buffer, start, target, 0, held);
    buffer = target;
    scanned -= start;
    end = held;
    start = 0;
  }

  private void split() throws IOException {
    while (scanned < end) {
      int before = scanned;
      scanned = splitter.scan(buffer, scanned, end);
      if (splitter.isComplete()) {
        if (!skipping) {
          hand(scanned);
        }
        skipping = false;
        start = scanned;
      } else if (scanned == before) {
        return;
      }
    }
    if (end - start > MAX_TEXT) {
      giveUp();
    }
  }

  private void hand(int to) {
    receiver.text(ByteSlice.of(buffer, start, splitter.trim(buffer, start, to) - start));
  }

  private void giveUp() throws IOException {
    if (!(splitter instanceof Splitter.LineSplitter)) {
      throw new IOException("a value of more than " + MAX_TEXT + " bytes came");
    }
    if (!skipping) {
      receiver.tooLong();
    }
    skipping = true;
    start = scanned;
    buffer = Arrays.copyOfRange(buffer, start, Math.max(end, start + 2 * blockSize));
    end -= start;
    scanned = 0;
    start = 0;
  }
}
