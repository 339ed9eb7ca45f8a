package io.millrace.plugins.buffer;

import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** What chunk files need of a file system. Tests put disks in its place that fill up or fail. */
interface Disk {
  /** Opens a file, as {@link java.nio.channels.FileChannel#open} does. */
  DiskFile open(Path path, OpenOption... options) throws IOException;

  /** Gives a file another name, at once and replacing what has it. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file if it is there. */
  void delete(Path path) throws IOException;

  /** Makes the names of files in {@code dir} outlive what the policy asks for. */
  void settle(Path dir) throws IOException;

  /** What bounds how many files are open. */
  default OpenFiles openFiles() {
    return OpenFiles.SHARED;
  }

  /** The file system of this machine under {@code policy}. */
  static Disk of(Fsync policy) {
    return new MachineDisk(policy);
  }
}
