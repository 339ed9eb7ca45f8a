package io.millrace.plugins.tail;

import java.util.HashMap;
import java.util.Map;

/** Positions of an input without {@code pos_file}. */
final class MemoryPositions implements Positions {
  private final Map<String, Position> byPath = new HashMap<>();

  @Override
  public Position of(String path, long inode) {
    return byPath.computeIfAbsent(path, p -> new MemoryPosition(0, 0));
  }

  @Override
  public void unwatch(Position position) {
    byPath.values().removeIf(known -> known == position);
  }

  @Override
  public void compact() {
    // what is forgotten takes no space
  }

  /** What is known stays: at a reload the next graph goes on with it. */
  @Override
  public void close() {}

  /** These positions for another thread, which does not share them with the one before. */
  MemoryPositions reopen() {
    MemoryPositions copy = new MemoryPositions();
    copy.byPath.putAll(byPath);
    return copy;
  }
}
