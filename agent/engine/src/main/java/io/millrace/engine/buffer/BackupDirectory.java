package io.millrace.engine.buffer;

import io.millrace.api.ResumedChunks;
import io.millrace.api.SystemSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Where chunks go that can never be delivered ({@code backup}), and those that were given up after
 * too many tries ({@code buffer}). Safe for use by several threads.
 *
 * <p>Source: Fluentd's buffer backup and evacuation.
 */
public final class BackupDirectory {
  private final Path backup;
  private final Path evacuation;
  private final boolean disabled;
  private final Set<PosixFilePermission> filePermission;
  private final Set<PosixFilePermission> dirPermission;
  private final Logger log;

  /**
   * Below {@code base}.
   *
   * @param base {@code root_dir}, or what stands for it
   * @param system worker id, and the modes of files and directories
   * @param pluginId id of the output
   * @param disabled {@code disable_chunk_backup}: bad chunks are thrown away
   * @param log of the output
   */
  public BackupDirectory(
      Path base, SystemSettings system, String pluginId, boolean disabled, Logger log) {
    String safeId = pluginId.replaceAll("[ \"/\\\\:;|*<>?]", "_");
    this.backup = base.resolve("backup").resolve("worker" + system.workerId()).resolve(safeId);
    this.evacuation = base.resolve("buffer").resolve(safeId);
    this.disabled = disabled;
    this.filePermission = system.filePermission();
    this.dirPermission = system.dirPermission();
    this.log = log;
  }

  /**
   * Takes the content of a chunk that can never be delivered; the caller purges it afterwards.
   *
   * @return false if it could not be written: then the chunk must be kept
   */
  public boolean take(BufferedChunk chunk) {
    if (disabled) {
      log.warn("disable_chunk_backup is true. {} chunk is thrown away", chunk);
      return true;
    }
    try (InputStream content = chunk.open()) {
      append(chunk.id().hex(), content);
      return true;
    } catch (IOException | RuntimeException unreadable) {
      return takeRaw(chunk, unreadable);
    }
  }

  /** Its bytes as stored, if they cannot be inflated: better than nothing. */
  private boolean takeRaw(BufferedChunk chunk, Exception unreadable) {
    try (InputStream content = chunk.openStored()) {
      Files.deleteIfExists(backup.resolve(chunk.id().hex() + ".log"));
      append(chunk.id().hex(), content);
      return true;
    } catch (IOException e) {
      e.addSuppressed(unreadable);
      log.error(
          "a bad chunk could not be moved to the backup directory; it is kept and tried again"
              + " chunk_id={} dir={} error=\"{}\"",
          chunk,
          backup,
          e.toString());
      return false;
    }
  }

  /** Takes what a store found broken, and deletes it there. */
  void takeBroken(ResumedChunks.Broken broken) {
    Path data = broken.files().get(0);
    log.error(
        "found broken chunk file during resume. path={} mode={} err_msg={}",
        data,
        broken.staged() ? ":staged" : ":queued",
        broken.reason());
    if (disabled) {
      log.warn("disable_chunk_backup is true. {} chunk is thrown away", broken.id());
    } else {
      try (InputStream content = Files.newInputStream(data)) {
        append(broken.id(), content);
      } catch (IOException e) {
        log.error(
            "a broken chunk could not be moved to the backup directory; it stays path={} error=\"{}\"",
            data,
            e.toString());
        return;
      }
    }
    for (Path file : broken.files()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        log.error("a broken chunk could not be deleted path={} error=\"{}\"", file, e.toString());
      }
    }
  }

  private void append(String id, InputStream content) throws IOException {
    createDirectories(backup);
    Path file = backup.resolve(id + ".log");
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      content.transferTo(out);
    }
    setPermission(file);
    log.warn("bad chunk is moved to {}", file);
  }

  /**
   * Copies the files of a chunk that is given up, so that an administrator can put them back.
   *
   * @return false if they could not be copied: then they must stay where they are
   */
  public boolean evacuate(BufferedChunk chunk) {
    try {
      createDirectories(evacuation);
      for (Path file : chunk.files()) {
        Files.copy(
            file,
            evacuation.resolve(file.getFileName().toString()),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
      return true;
    } catch (IOException e) {
      log.error(
          "unexpected error while evacuating chunk files; they stay and the next start delivers them"
              + " chunk_id={} files={} dir={} error=\"{}\"",
          chunk,
          chunk.files(),
          evacuation,
          e.toString());
      return false;
    }
  }

  /** Where {@link #evacuate} copies to. */
  public Path evacuationDir() {
    return evacuation;
  }

  private void createDirectories(Path dir) throws IOException {
    Files.createDirectories(dir, PosixFilePermissions.asFileAttribute(dirPermission));
  }

  private void setPermission(Path file) throws IOException {
    Files.setPosixFilePermissions(file, filePermission);
  }
}
