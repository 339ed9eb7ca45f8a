package io.millrace.plugins.tail;

/** How far one file was read: what was emitted before this offset has arrived. */
interface Position {
  /** In bytes from the start of the file. */
  long offset();

  /** Inode of the file; 0 if it was never opened. */
  long inode();

  /** Moves within the file. */
  void moveTo(long offset);

  /** Goes on in another file. */
  void moveTo(long inode, long offset);
}
