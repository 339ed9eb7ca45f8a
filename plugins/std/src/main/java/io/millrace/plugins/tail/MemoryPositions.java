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

  @Override
  public void close() {
    byPath.clear();
  }
}
