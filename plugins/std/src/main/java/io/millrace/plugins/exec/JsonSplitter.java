package io.millrace.plugins.exec;

/**
 * JSON values, with blanks or nothing between them. It only follows brackets and quotes: what is in
 * between is the parser's business. A word that is neither bracket nor quote ends at the next
 * blank, and a line end within quotes, which JSON does not have, is the end of a broken value: so
 * one of them does not take the others with it.
 */
final class JsonSplitter implements Splitter {
  private int depth;
  private boolean inText;
  private boolean escaped;
  private boolean inWord;
  private boolean complete;

  @Override
  public int scan(byte[] a, int at, int end) {
    complete = false;
    int pos = at;
    while (pos < end && !complete) {
      if (inWord && depth == 0 && endsWord(a[pos])) {
        inWord = false;
        complete = true; // the byte is looked at again
      } else {
        add(a[pos++]);
      }
    }
    return pos;
  }

  private void add(byte value) {
    if (inText) {
      addToText(value);
    } else if (value == '"') {
      inText = true;
    } else if (value == '{' || value == '[') {
      depth++;
    } else if ((value == '}' || value == ']') && depth > 0) {
      complete = --depth == 0;
    } else if (depth == 0 && !isBlank(value)) {
      inWord = true;
    }
  }

  private void addToText(byte value) {
    if (escaped) {
      escaped = false;
    } else if (value == '\\') {
      escaped = true;
    } else if (value == '"') {
      inText = false;
      complete = depth == 0;
    } else if (value == '\n') {
      inText = false;
      depth = 0;
      complete = true;
    }
  }

  private static boolean endsWord(byte value) {
    return isBlank(value) || value == '{' || value == '[' || value == '"';
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || (value >= '\t' && value <= '\r');
  }

  @Override
  public boolean isComplete() {
    return complete;
  }

  @Override
  public boolean mayEndOpen(byte[] a, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!isBlank(a[i])) {
        return true;
      }
    }
    return false;
  }
}
