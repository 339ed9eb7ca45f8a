package io.millrace.config;

import io.millrace.api.ConfigException;
import io.millrace.api.ConfigException.Problem;
import java.util.List;
import java.util.Locale;

/**
 * A configuration text with a reading position that knows its line, and says what is wrong there.
 */
final class ConfigText {

  /** What {@link #peek} gives at the end. */
  static final char END = '\uffff';

  private final String text;
  private final String name;
  private int position;
  private int countedTo; // the line of this position is known
  private int countedLine = 1;

  ConfigText(String text, String name) {
    this.text = text;
    this.name = name;
  }

  String text() {
    return text;
  }

  int position() {
    return position;
  }

  void moveTo(int newPosition) {
    position = newPosition;
  }

  boolean atEnd() {
    return position >= text.length();
  }

  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return position + ahead < text.length() ? text.charAt(position + ahead) : END;
  }

  char next() {
    return text.charAt(position++);
  }

  boolean accept(char wanted) {
    boolean found = peek() == wanted;
    position += found ? 1 : 0;
    return found;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  static boolean isSpace(char c) {
    return isBlank(c) || c == '\r' || c == '\n';
  }

  void skipBlanks() {
    while (isBlank(peek())) {
      position++;
    }
  }

  /** Skips white space; true if a line ended in it. */
  boolean skipSpaces() {
    boolean newline = false;
    while (isSpace(peek())) {
      newline |= next() == '\n';
    }
    return newline;
  }

  /** Skips white space and comments. */
  void skipSpacesAndComments() {
    skipSpaces();
    while (peek() == '#') {
      skipLine();
      skipSpaces();
    }
  }

  void skipLine() {
    while (!atEnd() && peek() != '\n') {
      position++;
    }
  }

  /** Skips blanks and a comment up to the end of the line; false if something else is there. */
  boolean acceptLineEnd() {
    skipBlanks();
    if (peek() == '#') {
      skipLine();
    }
    if (atEnd()) {
      return true;
    }
    if (peek() != '\n' && peek() != '\r') {
      return false;
    }
    skipSpaces();
    return true;
  }

  /** The place of the reading position. */
  SourceLocation location() {
    return new SourceLocation(name, line(position));
  }

  /** Counts on from the last place asked for: places are asked for in order, but for messages. */
  private int line(int at) {
    if (at < countedTo) {
      countedTo = 0;
      countedLine = 1;
    }
    int end = Math.min(at, text.length());
    while (countedTo < end) {
      countedLine += text.charAt(countedTo++) == '\n' ? 1 : 0;
    }
    return countedLine;
  }

  /** A problem at the reading position, with the lines around it. */
  ConfigException error(String message) {
    int at = Math.min(position, text.length());
    int start = text.lastIndexOf('\n', at - 1) + 1;
    int line = line(at);
    String reason =
        message
            + " at "
            + name
            + " line "
            + line
            + ","
            + (at - start)
            + "\n"
            + excerpt(line, at - start);
    return new ConfigException(List.of(new Problem(location().toString(), "", reason)));
  }

  /** The line before, the line itself, a mark below it, the line behind. */
  private String excerpt(int line, int column) {
    List<String> lines = text.lines().toList();
    StringBuilder out = new StringBuilder();
    for (int i = Math.max(1, line - 1); i <= Math.min(lines.size(), line + 1); i++) {
      out.append(String.format(Locale.ROOT, "%3d: %s%n", i, lines.get(i - 1)));
      if (i == line) {
        out.append("     ").append("-".repeat(column)).append("^\n");
      }
    }
    return out.toString().stripTrailing();
  }
}
