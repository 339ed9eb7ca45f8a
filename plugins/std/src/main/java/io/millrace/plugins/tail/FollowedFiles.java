package io.millrace.plugins.tail;

import io.millrace.api.FollowedFile;
import io.millrace.plugins.tail.TailedFile.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files that an input follows. A path is followed through rotation: when it names another
 * inode, the old file is read to its end first, then the new one from its head, while the old one
 * stays open for {@code rotate_wait}. With {@code follow_inodes} a file keeps its position whatever
 * path it is found at.
 *
 * <p>Source: Fluentd's tail input, "refresh", "rotation". Used by the thread of the input only.
 */
final class FollowedFiles {
  private final TailedFile.Shared shared;
  private final PathExpander paths;
  private final Positions positions;
  private final TagPattern tag;
  private final boolean byInode;
  private final Map<String, TailedFile> current = new LinkedHashMap<>();
  private final List<Retired> retired = new ArrayList<>();
  private boolean starting = true;

  /** A file that no path names any more, and until when it is still read. */
  private record Retired(TailedFile file, long untilNanos, boolean unwatch) {}

  FollowedFiles(TailedFile.Shared shared, PathExpander paths, Positions positions) {
    this.shared = shared;
    this.paths = paths;
    this.positions = positions;
    this.tag = new TagPattern(shared.config().tag());
    this.byInode = shared.config().followInodes();
  }

  /** The files that are followed, as others may see them. */
  List<FollowedFile> show() {
    return current.entrySet().stream()
        .map(
            entry ->
                new FollowedFile(
                    entry.getKey(), entry.getValue().position().offset(), entry.getValue().inode()))
        .toList();
  }

  /** Looks for files that came and went. */
  void refresh(long nowNanos) {
    Map<String, FileStat> targets = paths.existing();
    targets.forEach(
        (path, stat) -> {
          if (!current.containsKey(path)) {
            follow(path, stat);
          }
        });
    for (Map.Entry<String, TailedFile> entry : List.copyOf(current.entrySet())) {
      if (!targets.containsKey(entry.getKey())) {
        current.remove(entry.getKey());
        retire(entry.getValue(), nowNanos, !byInode);
      }
    }
    starting = false;
  }

  private void follow(String path, FileStat stat) {
    Optional<TailedFile> known = known(path, stat.inode());
    if (known.isPresent()) {
      current.put(path, known.get());
      return;
    }
    Position position = positions.of(path, stat.inode());
    for (Retired old : List.copyOf(retired)) {
      if (old.file().position() == position) { // the path came back before the wait was over
        old.file().keepPositionInMemory();
        retired.set(retired.indexOf(old), new Retired(old.file(), old.untilNanos(), false));
      }
    }
    position.moveTo(stat.inode(), startOffset(position, stat));
    current.put(path, new TailedFile(shared, path, tag.of(path), position));
    shared.log().info("following tail of {}", path);
  }

  /** A file that is followed already: under another path, or about to be let go. */
  private Optional<TailedFile> known(String path, long inode) {
    for (Iterator<Retired> all = retired.iterator(); all.hasNext(); ) {
      TailedFile file = all.next().file();
      if (file.inode() == inode && (byInode || file.path().equals(path))) {
        all.remove();
        return Optional.of(file);
      }
    }
    return byInode
        ? current.values().stream().filter(file -> file.inode() == inode).findFirst()
        : Optional.empty();
  }

  /** Where to start in a file that was not followed until now. */
  private long startOffset(Position position, FileStat stat) {
    if (position.inode() == stat.inode()) {
      return position.offset() <= stat.size() ? position.offset() : 0;
    }
    boolean fresh = position.inode() == 0;
    return fresh && starting && !shared.config().readFromHead() ? stat.size() : 0;
  }

  /** Looks whether paths name other files than before. */
  void checkRotation(long nowNanos) {
    for (Map.Entry<String, TailedFile> entry : List.copyOf(current.entrySet())) {
      String path = entry.getKey();
      TailedFile old = entry.getValue();
      if (current.get(path) == old && old.drained()) {
        FileStat.of(Path.of(path))
            .filter(stat -> stat.regular() && stat.inode() != old.inode())
            .ifPresent(stat -> rotate(path, old, stat, nowNanos));
      }
    }
  }

  private void rotate(String path, TailedFile old, FileStat stat, long nowNanos) {
    shared
        .log()
        .info(
            "detected rotation of {}; waiting {} seconds",
            path,
            shared.config().rotateWait().toMillis() / 1000.0);
    shared.counters().rotated().increment();
    current.remove(path);
    retire(old, nowNanos, false);
    follow(path, stat);
  }

  private void retire(TailedFile file, long nowNanos, boolean unwatch) {
    if (!current.containsValue(file)) {
      long until = nowNanos + shared.config().rotateWait().toNanos();
      retired.add(new Retired(file, until, unwatch));
    }
  }

  /** Reads what is new in all files, each one turn; answers the best that any of them had. */
  Progress poll(long nowNanos) {
    Progress best = Progress.NONE;
    for (Iterator<Retired> all = retired.iterator(); all.hasNext(); ) {
      Retired old = all.next();
      best = better(best, poll(old.file(), nowNanos));
      boolean over = nowNanos - old.untilNanos() >= 0 && old.file().drained();
      if (over && old.file().flush()) {
        all.remove();
        release(old);
      }
    }
    for (TailedFile file : new LinkedHashSet<>(current.values())) {
      best = better(best, poll(file, nowNanos));
    }
    shared.block().shrink();
    return best;
  }

  private static Progress better(Progress a, Progress b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** A file that cannot be read is let go: the next refresh finds it again if it is still there. */
  private Progress poll(TailedFile file, long nowNanos) {
    try {
      return file.poll(nowNanos);
    } catch (IOException | RuntimeException e) { // one file must not stop the others
      shared.log().warn("cannot read {}: it is tried again at the next refresh", file.path(), e);
      current.values().removeIf(other -> other == file);
      close(file);
      return Progress.NONE;
    }
  }

  private void release(Retired old) {
    close(old.file());
    if (old.unwatch()) {
      positions.unwatch(old.file().position());
    }
  }

  private void close(TailedFile file) {
    try {
      file.end();
    } catch (IOException e) {
      shared.log().warn("cannot close {}", file.path(), e);
    }
  }

  /** Emits what waits for more lines and closes all files. */
  void close() {
    Set<TailedFile> all = new LinkedHashSet<>(current.values());
    retired.forEach(old -> all.add(old.file()));
    for (TailedFile file : all) {
      if (!file.flush()) {
        shared
            .log()
            .warn(
                "lines of {} did not arrive before the end; with a pos_file they are read again from"
                    + " offset {} at the next start",
                file.path(),
                file.position().offset());
      }
      close(file);
    }
    current.clear();
    retired.clear();
  }
}
