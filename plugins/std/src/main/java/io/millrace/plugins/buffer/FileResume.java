package io.millrace.plugins.buffer;

import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkKey;
import io.millrace.api.ResumedChunks;
import io.millrace.api.StoredChunk;
import io.millrace.event.Compression;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;

/**
 * Reads what a former process, ours or Fluentd, left in a buffer directory.
 *
 * <p>Source: Fluentd's file buffer, resume.
 */
final class FileResume {
  private final Disk disk;
  private final ChunkContents contents;
  private final InstantSource clock;
  private final Logger log;
  private final List<StoredChunk> staged = new ArrayList<>();
  private final List<StoredChunk> queued = new ArrayList<>();
  private final List<ResumedChunks.Broken> broken = new ArrayList<>();

  FileResume(Disk disk, ChunkContents contents, InstantSource clock, Logger log) {
    this.disk = disk;
    this.contents = contents;
    this.clock = clock;
    this.log = log;
  }

  /** Reads the chunks under {@code names}. */
  void read(ChunkNames names) throws IOException {
    for (ChunkNames.Found found : names.find()) {
      if (found.old() || found.key().isEmpty()) { // else a buffer with a longer prefix has it
        read(names, found);
      }
    }
  }

  private void read(ChunkNames names, ChunkNames.Found found) throws IOException {
    Path meta = meta(names, found);
    try {
      if (Files.size(found.file()) == 0) {
        throw new IllegalArgumentException("staged or queued file is empty");
      }
      if (Files.exists(meta)) {
        ChunkMeta known = ChunkMeta.read(Files.readAllBytes(meta));
        resume(names, found, cutTail(found, known));
      } else {
        queued.add(withoutMeta(names, found));
      }
    } catch (IllegalArgumentException e) {
      List<Path> files = Files.exists(meta) ? List.of(found.file(), meta) : List.of(found.file());
      broken.add(
          new ResumedChunks.Broken(
              found.id().hex(), found.staged(), files, String.valueOf(e.getMessage())));
    }
  }

  /**
   * The file with the metadata. Queueing renames the data first: a process that died in between
   * left the metadata under the staged name. A power cut may keep either one of the two renames.
   */
  private static Path meta(ChunkNames names, ChunkNames.Found found) throws IOException {
    Path meta = ChunkNames.meta(found.file());
    if (found.old()) {
      return meta; // there is none
    }
    Path other = found.staged() ? names.queued(found.id()) : names.staged(found.id());
    Path left = ChunkNames.meta(other);
    if (!Files.exists(meta) && Files.exists(left)) {
      Files.move(left, meta, StandardCopyOption.ATOMIC_MOVE);
    }
    return meta;
  }

  private void resume(ChunkNames names, ChunkNames.Found found, ChunkMeta known)
      throws IOException {
    boolean wasStaged = found.staged();
    DataFile data = DataFile.existing(disk, found.file(), Files.size(found.file()), wasStaged);
    FileChunk chunk = FileChunk.resumed(disk, names, found.id(), known, data, !wasStaged, clock);
    (wasStaged ? staged : queued).add(chunk);
  }

  /**
   * Cuts what a killed process had written and not committed. Our metadata say where that begins;
   * in a chunk that Fluentd wrote, packed events show it themselves.
   *
   * @throws IllegalArgumentException if nothing is left
   */
  private ChunkMeta cutTail(ChunkNames.Found found, ChunkMeta known) throws IOException {
    Path file = found.file();
    long length = Files.size(file);
    if (known.bytes().isPresent() && known.bytes().getAsLong() <= length) {
      cut(file, known.bytes().getAsLong(), length);
      return known;
    }
    known
        .bytes()
        .ifPresent(
            bytes ->
                log.error(
                    "a chunk file is shorter than what was acknowledged, as after a power cut:"
                        + " what is there is delivered; fsync commit in <buffer> prevents this"
                        + " path={} bytes={} acknowledged={}",
                    file,
                    length,
                    bytes));
    if (!contents.packed() || contents.compression() != Compression.TEXT) {
      return known;
    }
    WholeEvents whole = WholeEvents.of(file);
    if (whole.damaged() && whole.bytes() > 0) {
      broken.add(DamagedTail.takeOut(found, whole.bytes()));
    }
    cut(file, whole.bytes(), length);
    return new ChunkMeta(
        known.key(), whole.count(), known.bytes(), known.createdAt(), known.modifiedAt());
  }

  private void cut(Path file, long whole, long length) throws IOException {
    if (whole == 0) {
      throw new IllegalArgumentException("the file holds no committed event");
    }
    if (whole < length) {
      log.warn(
          "cut the end of a chunk file that was written and not acknowledged path={} bytes={}",
          file,
          length - whole);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(whole);
      }
    }
  }

  /** As Fluentd 0.12 left chunks: all that is known is in the name and the file's times. */
  private StoredChunk withoutMeta(ChunkNames names, ChunkNames.Found found) throws IOException {
    BasicFileAttributes times = Files.readAttributes(found.file(), BasicFileAttributes.class);
    ChunkMeta known =
        new ChunkMeta(
            ChunkKey.EMPTY,
            0,
            OptionalLong.empty(),
            ((FileTime) Files.getAttribute(found.file(), "unix:ctime")).toInstant(),
            times.lastModifiedTime().toInstant());
    DataFile data = DataFile.existing(disk, found.file(), times.size(), false);
    return FileChunk.resumed(disk, names, found.id(), known, data, true, clock);
  }

  ResumedChunks chunks() {
    queued.sort(Comparator.comparing(StoredChunk::modifiedAt));
    return new ResumedChunks(staged, queued, broken);
  }
}
