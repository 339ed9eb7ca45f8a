package io.millrace.plugins.parser;

import io.millrace.event.ByteSlice;

/**
 * CSV of one line that is always read: where quotes are in the wrong place, a column ends at the
 * next delimiter.
 *
 * <p>Source: Fluentd's csv parser, parser_engine fast. A quote that is never closed costs the last
 * character there; here it does not.
 */
final class LenientCsv extends CsvColumns {
  /** So many quotes in a column and two of them together mean one. */
  private static final int MANY = 3;

  LenientCsv(Delimiter delimiter) {
    super(delimiter);
  }

  @Override
  void start(ByteSlice text) {
    int length = Scan.chomp(text.array(), text.offset(), text.end()) - text.offset();
    super.start(text.slice(0, length));
  }

  @Override
  void quoted() {
    int close = closingQuote(at + 1);
    if (close >= 0 && (close + 1 == end || delimiter.isAt(array, close + 1, end))) {
      quotedValue(at + 1, close);
      at = close + 1;
      return;
    }
    if (close < 0) {
      value(at + 1, end);
      at = end;
      return;
    }
    int to = delimiter.find(array, at, end);
    boolean stripped = to > at + 1 && array[to - 1] == QUOTE;
    column(stripped ? at + 1 : at, stripped ? to - 1 : to, quotes(at, to));
    at = to;
  }

  @Override
  void plain() {
    int to = delimiter.find(array, at, end);
    column(at, to, quotes(at, to));
    at = to;
  }

  private void column(int from, int to, int quotes) {
    if (quotes >= MANY) {
      quotedValue(from, to);
    } else {
      value(from, to);
    }
  }

  private int quotes(int from, int to) {
    int quotes = 0;
    for (int i = from; i < to; i++) {
      quotes += array[i] == QUOTE ? 1 : 0;
    }
    return quotes;
  }
}
