package io.millrace.plugins.tail;

import io.millrace.api.MultilineParser;
import io.millrace.api.Parser;
import io.millrace.api.Tag;
import io.millrace.event.PackedEvents;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One file that is followed, whatever it is called by now: reads what is new, emits it in batches,
 * and moves the position when a batch has arrived. A batch that a full buffer refused is kept, and
 * the file is not read on before it has arrived.
 */
final class TailedFile implements Lines {
  /** What all files of an input share. Used by its thread only. */
  record Shared(
      TailConfig config,
      Parser parser,
      LineParser lineParser,
      LineDecoder decoder,
      Block block,
      LineEnd lineEnd,
      Delivery delivery,
      GroupLimits groups,
      TailCounters counters,
      Logger log) {}

  /** What a look at the file brought. */
  enum Progress {
    /** Nothing new, or it has to wait. */
    NONE,
    /** All that was new was read. */
    ALL,
    /** There is more to read. */
    MORE
  }

  /** Bounds a batch, and what one file may read before the others get their turn. */
  private static final int BATCH_BYTES = 1 << 20;

  private static final long TURN_BYTES = 4L << 20;

  private final Shared shared;
  private final String path;
  private final long inode;
  private final Tag tag;
  private final LineReader reader;
  private final Assembly assembly;
  private final ReadRate rate;
  private final LineBudget lineBudget;
  private Position position;
  private @Nullable FileChannel channel;
  private @Nullable PackedEvents refused;
  private int lines;
  private int mostLines;
  private boolean drained;

  /** The file at {@code path}, to be read from where {@code position} stands. */
  TailedFile(Shared shared, String path, Tag tag, Position position) {
    TailConfig config = shared.config();
    this.shared = shared;
    this.path = path;
    this.inode = position.inode();
    this.tag = tag;
    this.position = position;
    this.reader =
        new LineReader(shared.block(), shared.lineEnd(), config.longestLine(), position.offset());
    this.assembly =
        shared.parser() instanceof MultilineParser rules
            ? new MultiLines(rules, shared.lineParser(), config, path, shared.log())
            : new SingleLines(shared.lineParser());
    assembly.seek(position.offset());
    this.rate = new ReadRate(config.bytesPerSecond());
    this.lineBudget = shared.groups().budget(path);
  }

  /** The path it was found at. */
  String path() {
    return path;
  }

  /** Its inode. */
  long inode() {
    return inode;
  }

  /** How far it was read. */
  Position position() {
    return position;
  }

  /** From now on its position is its own: the line in the position file goes to another file. */
  void keepPositionInMemory() {
    position = new MemoryPosition(inode, position.offset());
  }

  /** Whether all that the file held at the last look has been read and has arrived. */
  boolean drained() {
    return drained;
  }

  /**
   * Reads what is new, at most one turn of it.
   *
   * @throws IOException if the file cannot be read
   */
  Progress poll(long nowNanos) throws IOException {
    drained = false;
    if (refused != null && !deliver(refused)) {
      return Progress.NONE;
    }
    Optional<FileChannel> opened = channel();
    if (opened.isEmpty()) {
      drained = true; // what it held is out of reach
      return Progress.NONE;
    }
    long size = opened.get().size();
    if (size < reader.seen()) {
      restart();
    }
    boolean grown = size > reader.seen();
    long budget = Math.min(rate.budget(nowNanos), TURN_BYTES);
    mostLines = Math.min(lineBudget.left(nowNanos), shared.config().readLinesLimit());
    if (grown && (budget == 0 || mostLines == 0)) {
      shared.counters().throttled().increment();
      return Progress.NONE;
    }
    shared.lineParser().file(path);
    LineReader.End end = grown ? read(opened.get(), budget) : LineReader.End.FILE;
    if (end == LineReader.End.FILE) {
      assembly.flushIfIdle(nowNanos);
    }
    boolean arrived = finishBatch();
    drained = arrived && end == LineReader.End.FILE;
    if (drained && shared.config().openOnEveryUpdate()) {
      close();
    }
    return !arrived || !grown ? Progress.NONE : drained ? Progress.ALL : Progress.MORE;
  }

  private LineReader.End read(FileChannel opened, long budget) throws IOException {
    long before = reader.seen();
    try {
      return reader.read(opened, this, budget);
    } catch (IOException | RuntimeException e) {
      finishBatch(); // the lines before the failure; the next file must not find them
      throw e;
    } finally {
      rate.use(reader.seen() - before);
    }
  }

  private void restart() {
    shared.log().info("detected rotation of {}: it was truncated and is read from its head", path);
    shared.counters().rotated().increment();
    reader.seek(0);
    assembly.seek(0);
    position.moveTo(0);
  }

  /** The open file; empty if it is kept closed and its path names another file now. */
  private Optional<FileChannel> channel() throws IOException {
    if (channel == null) {
      Path file = Path.of(path);
      if (FileStat.of(file).filter(stat -> stat.inode() == inode).isEmpty()) {
        return Optional.empty();
      }
      FileChannel opened = FileChannel.open(file, StandardOpenOption.READ);
      // the path may have been given to another file in between
      if (FileStat.of(file).filter(stat -> stat.inode() == inode).isEmpty()) {
        opened.close();
        return Optional.empty();
      }
      channel = opened;
      shared.counters().opened().increment();
    }
    return Optional.of(channel);
  }

  @Override
  public boolean line(byte[] a, int from, int to, long next) {
    assembly.line(shared.decoder().decode(a, from, to), next);
    return goOn();
  }

  @Override
  public boolean tooLong(byte[] a, int from, int to, long next) {
    shared
        .log()
        .warn(
            "received line length is longer than {} path=\"{}\"",
            shared.config().longestLine(),
            path);
    if (shared.log().isDebugEnabled()) {
      shared.log().debug("skipped line: {}", Quoted.of(shared.decoder().decode(a, from, to)));
    }
    assembly.skip(next);
    return goOn();
  }

  private boolean goOn() {
    lines++;
    return lines < mostLines && shared.lineParser().byteSize() < BATCH_BYTES;
  }

  /** Emits what was parsed; whether it has arrived. */
  private boolean finishBatch() {
    lineBudget.use(lines);
    lines = 0;
    return deliver(shared.lineParser().take());
  }

  private boolean deliver(PackedEvents events) {
    if (!events.isEmpty() && !shared.delivery().emit(tag, events)) {
      if (refused == null) {
        shared
            .log()
            .warn(
                "the buffer is full: {} lines of {} are kept and sent again", events.count(), path);
      }
      refused = events;
      return false;
    }
    refused = null;
    if (position.offset() != assembly.settled()) {
      position.moveTo(assembly.settled());
    }
    return true;
  }

  /**
   * Emits an event that waits for more lines, as at the end of all.
   *
   * @return whether everything that was read has arrived
   */
  boolean flush() {
    if (refused != null) {
      return false;
    }
    shared.lineParser().file(path);
    assembly.flush();
    return finishBatch();
  }

  /** Ends the following of the file. */
  void end() throws IOException {
    lineBudget.release();
    close();
  }

  /** Closes the file until it is looked at again. */
  private void close() throws IOException {
    if (channel != null) {
      shared.counters().closed().increment();
      channel.close();
      channel = null;
    }
  }
}
