package io.millrace.plugins.tail;

import java.util.Set;

/** The positions of an input. Used by its thread only. */
interface Positions extends AutoCloseable {
  /**
   * The position of a file, a new one if there is none.
   *
   * @param inode counts instead of the path with {@code follow_inodes}
   */
  Position of(String path, long inode);

  /** Forgets a position: its file is not followed any more. */
  void unwatch(Position position);

  /** Frees the space of what is forgotten. */
  void compact();

  /** Paths and inodes of the files that exist now. */
  record Targets(Set<String> paths, Set<Long> inodes) {}

  @Override
  void close();
}
