package io.millrace.plugins.buffer;

import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkKey;
import io.millrace.api.ResumedChunks;
import io.millrace.api.StoredChunk;
import io.millrace.event.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;

/**
 * Reads what a former process left in a directory of {@code file_single}. Nothing says how much of
 * a file was committed, so only the torn tail of plain packed events can be told and cut off.
 *
 * <p>Source: Fluentd's file_single buffer, resume.
 */
final class SingleResume {
  private final Disk disk;
  private final ChunkContents contents;
  private final boolean count;
  private final FileSingleBuffer.ChunkFormat counted;
  private final InstantSource clock;
  private final Logger log;
  private final List<StoredChunk> staged = new ArrayList<>();
  private final List<StoredChunk> queued = new ArrayList<>();
  private final List<ResumedChunks.Broken> broken = new ArrayList<>();

  SingleResume(
      Disk disk,
      ChunkContents contents,
      boolean count,
      FileSingleBuffer.ChunkFormat counted,
      InstantSource clock,
      Logger log) {
    this.disk = disk;
    this.contents = contents;
    this.count = count;
    this.counted = counted;
    this.clock = clock;
    this.log = log;
  }

  /** Reads one file. */
  void read(ChunkNames names, ChunkNames.Found found, ChunkKey key) throws IOException {
    Path file = found.file();
    long length = Files.size(file);
    int records;
    if (!contents.packed() || contents.compression() != Compression.TEXT) {
      records = count ? count(file) : 0;
    } else {
      WholeEvents whole = WholeEvents.of(file);
      records = count ? whole.count() : 0;
      if (whole.damaged() && whole.bytes() > 0) {
        broken.add(DamagedTail.takeOut(found, whole.bytes()));
      }
      if (whole.bytes() > 0 && whole.bytes() < length) {
        log.warn(
            "cut the end of a chunk file that holds no whole event path={} bytes={}",
            file,
            length - whole.bytes());
        cut(file, whole.bytes());
      }
      length = whole.bytes();
    }
    if (length == 0) {
      broken.add(
          new ResumedChunks.Broken(
              found.id().hex(),
              found.staged(),
              List.of(file),
              "the file is empty or holds no whole event"));
      return;
    }
    ChunkMeta known =
        new ChunkMeta(
            key,
            records,
            OptionalLong.empty(),
            ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant(),
            Files.getLastModifiedTime(file).toInstant());
    StoredChunk chunk =
        new SingleChunk(
            names, found, known, DataFile.existing(disk, file, length, found.staged()), clock);
    (found.staged() ? staged : queued).add(chunk);
  }

  private static void cut(Path file, long length) throws IOException {
    Instant modified = Files.getLastModifiedTime(file).toInstant();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private int count(Path file) throws IOException {
    try (InputStream in = plain(file)) {
      return counted == FileSingleBuffer.ChunkFormat.MSGPACK
          ? WholeEvents.values(in).count()
          : lines(in);
    } catch (IOException e) {
      if (contents.compression() == Compression.TEXT) {
        throw e;
      }
      return 0; // a damaged member; whoever delivers the chunk finds out
    }
  }

  private InputStream plain(Path file) throws IOException {
    return contents.compression().inflate(Files.newInputStream(file));
  }

  private static int lines(InputStream in) throws IOException {
    byte[] window = new byte[1 << 16];
    int lines = 0;
    for (int n = in.read(window); n >= 0; n = in.read(window)) {
      for (int i = 0; i < n; i++) {
        lines += window[i] == '\n' ? 1 : 0;
      }
    }
    return lines;
  }

  ResumedChunks chunks() {
    queued.sort(Comparator.comparing(StoredChunk::modifiedAt));
    return new ResumedChunks(staged, queued, broken);
  }
}
