package io.millrace.plugins.exec;

/**
 * Finds where texts end in a stream of bytes, each of which is one for a parser. Sees every byte
 * once, in order, however the stream is cut into pieces. Used by one thread.
 */
interface Splitter {
  /** Finds what a parser called {@code type} wants: JSON values, MessagePack values, or lines. */
  static Splitter of(String type) {
    return switch (type) {
      case "json" -> new JsonSplitter();
      case "msgpack" -> new PackSplitter();
      default -> new LineSplitter();
    };
  }

  /**
   * Goes on at {@code at}. Answers how far it came: behind the text, if {@link #isComplete}; else
   * it needs what follows {@code end}, and what it has not passed yet again.
   */
  int scan(byte[] a, int at, int end);

  /** Whether {@link #scan} came to the end of a text; the next call begins another. */
  boolean isComplete();

  /** End of the text in {@code [start, end)}, without what only separates it from the next. */
  default int trim(byte[] a, int start, int end) {
    return end;
  }

  /** Whether what the stream ended with is a text that only lacks its end. */
  default boolean mayEndOpen(byte[] a, int start, int end) {
    return end > start;
  }

  /** Lines, whatever they end with. */
  final class LineSplitter implements Splitter {
    private boolean complete;

    @Override
    public int scan(byte[] a, int at, int end) {
      int pos = at;
      while (pos < end && a[pos] != '\n') {
        pos++;
      }
      complete = pos < end;
      return complete ? pos + 1 : pos;
    }

    @Override
    public boolean isComplete() {
      return complete;
    }

    @Override
    public int trim(byte[] a, int start, int end) {
      return TextFormat.chomp(a, start, end);
    }
  }
}
