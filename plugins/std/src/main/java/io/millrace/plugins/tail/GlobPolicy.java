package io.millrace.plugins.tail;

/** Which characters make a path a pattern; what a pattern means is the same for all. */
public enum GlobPolicy {
  /** {@code *} only. */
  BACKWARD_COMPATIBLE("*"),
  /** {@code *}, {@code ?} and brackets. */
  EXTENDED("*?["),
  /** These and braces. */
  ALWAYS("*?[{");

  private final String signs;

  GlobPolicy(String signs) {
    this.signs = signs;
  }

  /** Whether {@code path} is a pattern. */
  boolean isPattern(String path) {
    return path.chars().anyMatch(c -> signs.indexOf(c) >= 0);
  }
}
