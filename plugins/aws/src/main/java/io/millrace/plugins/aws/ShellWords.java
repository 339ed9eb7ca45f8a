package io.millrace.plugins.aws;

import java.util.ArrayList;
import java.util.List;

/** Splits a command into words as a POSIX shell does: quotes and backslashes, nothing expanded. */
public final class ShellWords {
  private static final char NONE = 0;

  private ShellWords() {}

  /**
   * The words of {@code command}.
   *
   * @throws IllegalArgumentException if a quote is not closed
   */
  public static List<String> split(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = NONE;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < command.length()) {
        word.append(command.charAt(++i));
        begun = true;
      } else if (quote != NONE) {
        if (c == quote) {
          quote = NONE;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        begun = true;
      } else if (!Character.isWhitespace(c)) {
        word.append(c);
        begun = true;
      } else if (begun) {
        words.add(word.toString());
        word.setLength(0);
        begun = false;
      }
    }
    if (quote != NONE) {
      throw new IllegalArgumentException("the quote " + quote + " is not closed in: " + command);
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
