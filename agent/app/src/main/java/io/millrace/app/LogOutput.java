package io.millrace.app;

import io.millrace.api.LogDevice;
import io.millrace.event.ByteSlice;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where the log goes: standard output, or a file that is moved away by itself or can be reopened
 * after somebody moved it; a reload may name another place. Safe for use by several threads.
 */
final class LogOutput implements LogDevice {
  private Optional<Path> file; // guarded by this
  private Optional<LogRotation> rotation; // guarded by this
  private final InstantSource clock;
  private OutputStream out; // guarded by this
  private long size; // guarded by this
  private boolean rotationFailed; // guarded by this

  /**
   * To {@code file}, which is appended to and whose directories are made; to standard output
   * without one.
   *
   * @throws IOException if the file cannot be opened
   */
  LogOutput(Optional<Path> file) throws IOException {
    this(file, Optional.empty(), InstantSource.system());
  }

  /** As {@link #LogOutput(Optional)}; files are begun anew as {@code rotation} says. */
  LogOutput(Optional<Path> file, Optional<LogRotation> rotation, InstantSource clock)
      throws IOException {
    this.file = file;
    this.rotation = file.isPresent() ? rotation : Optional.empty();
    this.clock = clock;
    this.out = open();
  }

  private OutputStream open() throws IOException {
    if (file.isEmpty()) {
      return new FileOutputStream(FileDescriptor.out);
    }
    Path path = file.get();
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    OutputStream opened =
        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    size = Files.size(path);
    if (rotation.isPresent()) {
      rotation
          .get()
          .opened(size == 0 ? clock.instant() : Files.getLastModifiedTime(path).toInstant());
    }
    rotationFailed = false;
    return opened;
  }

  /** Opens the file anew, under its name. */
  synchronized void reopen() throws IOException {
    if (file.isPresent()) {
      OutputStream old = out;
      out = open();
      old.close();
    }
  }

  /**
   * From now on goes to {@code newFile}, or to standard output, as the constructor says.
   *
   * @throws IOException if the file cannot be opened: then it goes on where it went before
   */
  synchronized void moveTo(Optional<Path> newFile, Optional<LogRotation> newRotation)
      throws IOException {
    Optional<Path> oldFile = file;
    Optional<LogRotation> oldRotation = rotation;
    OutputStream old = out;
    file = newFile;
    rotation = newFile.isPresent() ? newRotation : Optional.empty();
    try {
      out = open();
    } catch (IOException e) {
      file = oldFile;
      rotation = oldRotation;
      throw e;
    }
    if (oldFile.isPresent()) {
      old.close();
    }
  }

  @Override
  public synchronized void write(ByteSlice lines) {
    try {
      rotateIfDue();
      append(lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log", e);
    }
  }

  private void append(ByteSlice lines) throws IOException {
    out.write(lines.array(), lines.offset(), lines.length());
    out.flush();
    size += lines.length();
  }

  /** A file that cannot be moved away is written on, and says so once. */
  private void rotateIfDue() throws IOException {
    if (rotation.isEmpty() || rotationFailed || !rotation.get().isDue(size, clock.instant())) {
      return;
    }
    try {
      rotation.get().moveAway(file.orElseThrow(), clock.instant());
      reopen();
    } catch (IOException e) {
      rotationFailed = true;
      append(
          ByteSlice.utf8(
              "cannot begin a new log file, this one is written on until it is reopened: "
                  + e
                  + "\n"));
    }
  }

  @Override
  public synchronized Optional<String> path() {
    return file.map(Path::toString);
  }

  /** Closes the file. */
  synchronized void close() throws IOException {
    if (file.isPresent()) {
      out.close();
    }
  }
}
