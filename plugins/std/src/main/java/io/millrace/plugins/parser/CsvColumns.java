package io.millrace.plugins.parser;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;

/**
 * Goes over the columns of one line of CSV. Kept by one thread for one text after another. The
 * subclasses differ in what they make of quotes in the wrong place.
 */
abstract class CsvColumns {
  static final char QUOTE = '"';

  final Delimiter delimiter;
  private final ByteArraySink unescaped = new ByteArraySink(128);

  byte[] array = new byte[0];
  int at;
  int end;
  private boolean more;

  private byte[] valueArray = array;
  private int valueFrom;
  private int valueTo;
  private boolean nil;

  CsvColumns(Delimiter delimiter) {
    this.delimiter = delimiter;
  }

  /** Starts with another text. */
  void start(ByteSlice text) {
    array = text.array();
    at = text.offset();
    end = text.end();
    more = at < end;
  }

  /**
   * Reads the next column.
   *
   * @return whether there was one
   * @throws io.millrace.api.ParseException if it is no CSV
   */
  final boolean next() {
    if (!more) {
      return false;
    }
    if (at < end && array[at] == QUOTE) {
      quoted();
    } else {
      plain();
    }
    more = at < end && delimiter.isAt(array, at, end);
    at = more ? delimiter.skip(array, at, end) : end;
    return true;
  }

  /** Reads a column that starts with a quote, up to its delimiter. */
  abstract void quoted();

  /** Reads a column that does not, up to its delimiter. */
  abstract void plain();

  /** The column is this range of the text; nothing at all is nil. */
  final void value(int from, int to) {
    valueArray = array;
    valueFrom = from;
    valueTo = to;
    nil = from == to;
  }

  /** The column is this range of the text, in which two quotes mean one. */
  final void quotedValue(int from, int to) {
    value(from, to);
    nil = false;
    int pair = Scan.indexOf(array, QUOTE, from, to);
    if (pair < 0) {
      return;
    }
    unescaped.clear();
    for (int i = from; i < to; i++) {
      unescaped.write(array[i]);
      if (array[i] == QUOTE && i + 1 < to && array[i + 1] == QUOTE) {
        i++;
      }
    }
    valueArray = unescaped.array();
    valueFrom = 0;
    valueTo = unescaped.size();
  }

  /**
   * Index of the quote that ends the value that starts at {@code from}, behind its first quote; -1
   * if there is none.
   */
  final int closingQuote(int from) {
    int quote = Scan.indexOf(array, QUOTE, from, end);
    while (quote >= 0 && quote + 1 < end && array[quote + 1] == QUOTE) {
      quote = Scan.indexOf(array, QUOTE, quote + 2, end);
    }
    return quote;
  }

  /** Writes the column read last. */
  final void writeTo(PackWriter out) {
    if (nil) {
      out.nil();
    } else {
      out.text(valueArray, valueFrom, valueTo - valueFrom);
    }
  }
}
