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
import java.util.Optional;

/**
 * Where the log goes: standard output, or a file that can be reopened after somebody moved it away.
 * Safe for use by several threads.
 */
final class LogOutput implements LogDevice {
  private final Optional<Path> file;
  private OutputStream out; // guarded by this

  /**
   * To {@code file}, which is appended to and whose directories are made; to standard output
   * without one.
   *
   * @throws IOException if the file cannot be opened
   */
  LogOutput(Optional<Path> file) throws IOException {
    this.file = file;
    this.out = open();
  }

  private OutputStream open() throws IOException {
    if (file.isEmpty()) {
      return new FileOutputStream(FileDescriptor.out);
    }
    Path parent = file.get().toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return Files.newOutputStream(file.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Opens the file anew, under its name. */
  synchronized void reopen() throws IOException {
    if (file.isPresent()) {
      OutputStream old = out;
      out = open();
      old.close();
    }
  }

  @Override
  public synchronized void write(ByteSlice lines) {
    try {
      out.write(lines.array(), lines.offset(), lines.length());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log", e);
    }
  }
}
