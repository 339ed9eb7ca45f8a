package io.millrace.plugins.parser;

import io.millrace.event.ByteSlice;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Reads a line of a web server's log from left to right, in one pass over its bytes. Each step
 * either takes what it names, goes on behind it and answers true, or answers false. What was taken
 * is kept by slot, a number of the caller's. Kept by one thread for one text after another.
 */
final class LogLineScanner {
  private final int[] starts;
  private final int[] ends;
  private byte[] a = new byte[0];
  private int lineStart;
  private int at;
  private int end;

  LogLineScanner(int slots) {
    starts = new int[slots];
    ends = new int[slots];
  }

  /**
   * Looks for the first line of {@code text} that is as {@code grammar} says, from its start to its
   * end.
   *
   * @return whether there is one; the slots then tell where its parts are
   */
  boolean find(ByteSlice text, Predicate<LogLineScanner> grammar) {
    a = text.array();
    int next = text.offset();
    while (next < text.end()) {
      int newline = Scan.indexOf(a, '\n', next, text.end());
      lineStart = next;
      end = newline < 0 ? text.end() : newline;
      rewind();
      if (grammar.test(this) && atEnd()) {
        return true;
      }
      next = end + 1;
    }
    return false;
  }

  /** Back to the start of the line, with nothing taken. */
  void rewind() {
    at = lineStart;
    Arrays.fill(starts, -1);
  }

  /** Whether {@code slot} was taken. */
  boolean has(int slot) {
    return starts[slot] >= 0;
  }

  /** Where {@code slot} starts in the text's array. */
  int start(int slot) {
    return starts[slot];
  }

  /** Where {@code slot} ends in the text's array. */
  int end(int slot) {
    return ends[slot];
  }

  boolean atEnd() {
    return at == end;
  }

  /** Steps over {@code wanted}. */
  boolean skip(char wanted) {
    if (at < end && a[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /** Steps over a run of bytes, perhaps none, up to a space or the end. */
  boolean skipField() {
    at = spaceOrEnd(at);
    return true;
  }

  /** Takes a run of bytes, perhaps none, up to a space or the end. */
  boolean field(int slot) {
    int from = at;
    skipField();
    return take(slot, from, at);
  }

  /** Takes what is left of the line. */
  boolean rest(int slot) {
    int from = at;
    at = end;
    return take(slot, from, end);
  }

  /** Takes what is between here and the next closing bracket, and steps over that. */
  boolean toBracket(int slot) {
    int close = Scan.indexOf(a, ']', at, end);
    if (close < 0) {
      return false;
    }
    take(slot, at, close);
    at = close + 1;
    return true;
  }

  /** Takes {@code [...]}, without the brackets. */
  boolean bracketed(int slot) {
    return skip('[') && toBracket(slot);
  }

  /** Takes what is between {@code opening} and a bracket before a space, if they come next. */
  void labelled(int slot, byte[] opening) {
    int from = at + opening.length;
    if (from > end || !Arrays.equals(a, at, from, opening, 0, opening.length)) {
      return;
    }
    int close = Scan.indexOf(a, ']', from, end);
    if (close >= 0 && close + 1 < end && a[close + 1] == ' ') {
      take(slot, from, close);
      at = close + 1;
    }
  }

  /**
   * Takes {@code "..."}, without the quotes.
   *
   * @param escapes whether a quote behind a backslash is part of the text; it is taken as written
   */
  boolean quoted(int slot, boolean escapes) {
    if (!skip('"')) {
      return false;
    }
    int close = closingQuote(escapes);
    if (close < 0) {
      return false;
    }
    take(slot, at, close);
    at = close + 1;
    return true;
  }

  /**
   * Takes {@code "METHOD PATH PROTOCOL"}, where the path may have spaces and the protocol may be
   * missing: of several words behind the method the last is one. The method and the protocol are
   * all that is between blanks, quotes included.
   */
  boolean request(int method, int path, boolean escapes) {
    if (!skip('"')) {
      return false;
    }
    take(method, at, wordEnd(at));
    at = ends[method];
    if (starts[method] == at || !skipSpaces()) {
      return false;
    }
    int quote = closingQuote(escapes);
    if (quote < 0) {
      return false;
    }
    int to = wordEnd(quote) - 1;
    int pathEnd = beforeProtocol(at, to);
    if (a[to] != '"' || pathEnd > quote) {
      return false;
    }
    take(path, at, pathEnd);
    at = to + 1;
    return true;
  }

  /** Takes {@code "METHOD"}, a single word. */
  boolean requestOfMethod(int method) {
    if (!skip('"') || !field(method) || starts[method] == at) {
      return false;
    }
    return dropClosingQuote(method) && ends[method] > starts[method];
  }

  /**
   * Takes {@code "METHOD PATH PROTOCOL"} of words that may have quotes within. The path and the
   * protocol are both there or both missing.
   */
  boolean requestOfWords(int method, int path) {
    if (!skip('"') || !field(method) || starts[method] == at) {
      return false;
    }
    if (dropClosingQuote(method)) {
      return ends[method] > starts[method];
    }
    return skipSpaces() && field(path) && skipSpaces() && skipField() && a[at - 1] == '"';
  }

  /** Takes the rest of the line behind some blanks, without a quote before and behind it. */
  boolean looselyQuoted(int slot) {
    int from = at;
    while (at < end && Scan.isBlank(a[at])) {
      at++;
    }
    if (at == from) {
      return false;
    }
    skip('"');
    int quote = Scan.indexOf(a, '"', at, end);
    take(slot, at, quote < 0 ? end : quote);
    at = quote < 0 ? end : quote + 1;
    return true;
  }

  private boolean take(int slot, int from, int to) {
    starts[slot] = from;
    ends[slot] = to;
    return true;
  }

  private int wordEnd(int from) {
    int next = from;
    while (next < end && !Scan.isBlank(a[next])) {
      next++;
    }
    return next;
  }

  private int spaceOrEnd(int from) {
    int space = Scan.indexOf(a, ' ', from, end);
    return space < 0 ? end : space;
  }

  private boolean skipSpaces() {
    int from = at;
    while (at < end && a[at] == ' ') {
      at++;
    }
    return at > from;
  }

  /** Index of the quote that closes the text that starts here; -1 if there is none. */
  private int closingQuote(boolean escapes) {
    for (int i = at; i < end; i++) {
      if (a[i] == '"') {
        return i;
      }
      if (escapes && a[i] == '\\') {
        i++;
      }
    }
    return -1;
  }

  /** Where the path ends that starts at {@code from}: before the spaces before the last word. */
  private int beforeProtocol(int from, int to) {
    int word = to;
    while (word > from && !Scan.isBlank(a[word - 1])) {
      word--;
    }
    if (word == from || a[word - 1] != ' ') {
      return to;
    }
    int pathEnd = word;
    while (pathEnd > from && a[pathEnd - 1] == ' ') {
      pathEnd--;
    }
    return pathEnd;
  }

  private boolean dropClosingQuote(int slot) {
    if (a[ends[slot] - 1] != '"') {
      return false;
    }
    ends[slot]--;
    return true;
  }
}
