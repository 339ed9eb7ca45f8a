package io.millrace.config;

/**
 * Where something in a configuration was written; prints as {@code file:line}.
 *
 * @param file the file as the user named it, or a word such as {@code inline} for text that is no
 *     file
 * @param line the line, counted from 1
 */
public record SourceLocation(String file, int line) {

  /** The place of an element the agent made itself. */
  public static final SourceLocation BUILT_IN = new SourceLocation("built-in", 0);

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
