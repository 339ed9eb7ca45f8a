package io.millrace.plugins.tail;

/** Takes the lines of a file. */
interface Lines {
  /**
   * Takes the line {@code [from, to)} of {@code a}, without its line end; valid during the call.
   *
   * @param next offset in the file of the line after it
   * @return whether to go on
   */
  boolean line(byte[] a, int from, int to, long next);

  /**
   * Takes notice of a line that was skipped because it is too long.
   *
   * @param a holds at {@code [from, to)} what is left of it in memory
   * @return whether to go on
   */
  boolean tooLong(byte[] a, int from, int to, long next);
}
