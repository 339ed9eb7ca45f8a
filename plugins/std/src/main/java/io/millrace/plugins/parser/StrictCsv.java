package io.millrace.plugins.parser;

import io.millrace.api.ParseException;
import io.millrace.event.ByteSlice;

/**
 * CSV as Ruby's library reads its first line: a quote in the wrong place is an error.
 *
 * <p>Source: Ruby's CSV.parse_line.
 */
final class StrictCsv extends CsvColumns {
  private int column;

  StrictCsv(Delimiter delimiter) {
    super(delimiter);
  }

  @Override
  void start(ByteSlice text) {
    super.start(text);
    column = 0;
  }

  @Override
  void quoted() {
    column++;
    int from = at + 1;
    int close = closingQuote(from);
    if (close < 0) {
      throw malformed("its quote is not closed");
    }
    quotedValue(from, close);
    at = close + 1;
    if (!endsAt(at)) {
      throw malformed("there is text behind its closing quote");
    }
  }

  @Override
  void plain() {
    column++;
    int from = at;
    while (!endsAt(at)) {
      if (array[at] == QUOTE) {
        throw malformed("there is a quote in a value that does not start with one");
      }
      at++;
    }
    value(from, at);
  }

  private boolean endsAt(int index) {
    return index == end
        || array[index] == '\n'
        || array[index] == '\r'
        || delimiter.isAt(array, index, end);
  }

  private ParseException malformed(String what) {
    return new ParseException("malformed CSV, column " + column + ": " + what);
  }
}
