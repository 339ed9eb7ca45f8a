package io.millrace.plugins.tail;

import io.millrace.api.ConfigException;
import io.millrace.api.SystemSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Positions in Fluentd's {@code pos_file}: one line {@code PATH TAB POS TAB INODE} for each file,
 * the numbers as 16 hexadecimal digits, which are written over in place. Fluentd's file is taken
 * over as it is, and Fluentd can take over ours.
 *
 * <p>A write reaches the page cache, so it survives the end of the process but not a power cut. One
 * that fails is reported once; the position then stands in memory until a write succeeds.
 *
 * <p>Source: Fluentd's tail input, "pos_file".
 */
final class PositionFile implements Positions {
  private final Path file;
  private final boolean byInode;
  private final Logger log;
  private final FileChannel channel;
  private final Map<Object, Entry> entries = new LinkedHashMap<>();
  private final ByteBuffer number = ByteBuffer.allocate(PositionLine.NUMBERS);
  private boolean failing;

  private PositionFile(Path file, boolean byInode, FileChannel channel, Logger log) {
    this.file = file;
    this.byInode = byInode;
    this.channel = channel;
    this.log = log;
  }

  /**
   * Opens {@code file}, makes it if need be, and drops the lines that are broken, unwatched, older
   * than another of the same file, or of a file that does not exist.
   *
   * @throws ConfigException if it cannot be opened
   */
  static PositionFile open(
      Path file, boolean byInode, Targets targets, SystemSettings system, Logger log) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(
            parent, PosixFilePermissions.asFileAttribute(system.dirPermission()));
      }
      if (!Files.exists(file)) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(system.filePermission()));
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      PositionFile positions = new PositionFile(file, byInode, channel, log);
      positions.load();
      positions.entries.values().removeIf(e -> !positions.wanted(e, targets));
      positions.rewrite();
      return positions;
    } catch (IOException e) {
      throw new ConfigException(
          List.of(
              new ConfigException.Problem(
                  "",
                  "pos_file",
                  "cannot open " + file + " (" + e + "): name a file that can be written")));
    }
  }

  private boolean wanted(Entry entry, Targets targets) {
    return byInode ? targets.inodes().contains(entry.inode) : targets.paths().contains(entry.path);
  }

  private void load() throws IOException {
    for (String text : Files.readString(file, StandardCharsets.UTF_8).split("\n")) {
      if (text.isEmpty()) {
        continue;
      }
      PositionLine line = PositionLine.parse(text).orElse(null);
      if (line == null) {
        log.warn("Unparsable line in pos_file: {}", text);
      } else if (line.offset() != PositionLine.UNWATCHED) {
        Entry entry = new Entry(line.path(), line.inode(), line.offset());
        Entry older = entries.put(key(line.path(), line.inode()), entry);
        if (older != null) {
          log.warn("{} already exists. use latest one: deleted {}", line.path(), older.line());
        }
      }
    }
  }

  private Object key(String path, long inode) {
    return byInode ? (Object) inode : path;
  }

  /** Writes all entries in one go; what was there is not touched before that. */
  private void rewrite() throws IOException {
    List<byte[]> lines = new ArrayList<>();
    int size = 0;
    for (Entry entry : entries.values()) {
      byte[] line = entry.line().text().getBytes(StandardCharsets.UTF_8);
      entry.at = size + line.length - PositionLine.NUMBERS - 1L;
      size += line.length;
      lines.add(line);
    }
    ByteBuffer all = ByteBuffer.allocate(size);
    lines.forEach(all::put);
    writeAt(all.flip(), 0);
    channel.truncate(size);
  }

  private void writeAt(ByteBuffer bytes, long at) throws IOException {
    long to = at;
    while (bytes.hasRemaining()) {
      to += channel.write(bytes, to);
    }
  }

  @Override
  public Position of(String path, long inode) {
    return entries.computeIfAbsent(key(path, inode), k -> append(path));
  }

  private Entry append(String path) {
    Entry entry = new Entry(path, 0, 0);
    attempt(
        () -> {
          byte[] line = entry.line().text().getBytes(StandardCharsets.UTF_8);
          long end = channel.size();
          writeAt(ByteBuffer.wrap(line), end);
          entry.at = end + line.length - PositionLine.NUMBERS - 1L;
        });
    return entry;
  }

  @Override
  public void unwatch(Position position) {
    if (entries.values().removeIf(entry -> entry == position)) {
      position.moveTo(PositionLine.UNWATCHED);
    }
  }

  @Override
  public void compact() {
    attempt(this::rewrite);
  }

  private interface Write {
    void run() throws IOException;
  }

  private void attempt(Write write) {
    try {
      write.run();
      if (failing) {
        failing = false;
        log.info("positions are written to {} again", file);
      }
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        log.error(
            "cannot write positions to pos_file {}: after a restart lines may come twice;"
                + " free space or mend its permissions",
            file,
            e);
      }
    }
  }

  @Override
  public void close() {
    attempt(
        () -> {
          if (failing) {
            rewrite();
          }
          channel.close();
        });
  }

  /** One line of the file. */
  private final class Entry implements Position {
    private final String path;
    private long inode;
    private long offset;
    private long at = -1; // where its numbers start in the file

    Entry(String path, long inode, long offset) {
      this.path = path;
      this.inode = inode;
      this.offset = offset;
    }

    PositionLine line() {
      return new PositionLine(path, offset, inode);
    }

    @Override
    public long offset() {
      return offset;
    }

    @Override
    public long inode() {
      return inode;
    }

    @Override
    public void moveTo(long newOffset) {
      moveTo(inode, newOffset);
    }

    @Override
    public void moveTo(long newInode, long newOffset) {
      boolean sameFile = newInode == inode;
      inode = newInode;
      offset = newOffset;
      attempt(
          () -> {
            if (at < 0) {
              rewrite(); // its line could not be appended when the file was found
              return;
            }
            number.clear();
            PositionLine.digits(offset, number);
            if (!sameFile) {
              number.put((byte) '\t');
              PositionLine.digits(inode, number);
            }
            writeAt(number.flip(), at);
          });
    }
  }
}
