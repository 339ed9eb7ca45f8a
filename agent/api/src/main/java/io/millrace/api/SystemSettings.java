package io.millrace.api;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the whole process that plugins need.
 *
 * @param rootDir {@code root_dir}
 * @param workerId number of this worker, from 0
 * @param workers number of workers that have the plugin
 * @param filePermission mode of new files
 * @param dirPermission mode of new directories
 */
public record SystemSettings(
    Optional<Path> rootDir,
    int workerId,
    int workers,
    Set<PosixFilePermission> filePermission,
    Set<PosixFilePermission> dirPermission) {
  /** One worker, no root directory, files 0644, directories 0755. */
  public static final SystemSettings DEFAULT =
      new SystemSettings(
          Optional.empty(),
          0,
          1,
          PosixFilePermissions.fromString("rw-r--r--"),
          PosixFilePermissions.fromString("rwxr-xr-x"));

  /** The same for a section that so many workers have, such as one in {@code <worker N>}. */
  public SystemSettings ofWorkers(int number) {
    return number == workers
        ? this
        : new SystemSettings(rootDir, workerId, number, filePermission, dirPermission);
  }
}
