package io.millrace.net;

import io.millrace.api.PluginContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of Unix sockets, which the kernel neither replaces nor removes. */
final class UnixSockets {
  private static final Logger LOG = LoggerFactory.getLogger(UnixSockets.class);

  private UnixSockets() {}

  /**
   * Makes the directory of {@code path} if need be, and removes a socket that is there.
   *
   * @throws IOException if it cannot, or what is there is no socket
   */
  static void makeRoom(Path path, PluginContext context) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(
          directory, PosixFilePermissions.asFileAttribute(context.system().dirPermission()));
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      boolean socket =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .isOther();
      if (!socket) {
        throw new IOException("there is a file that is no socket, which is left alone");
      }
      context.log().warn("found existing '{}'. removing it", path);
      Files.delete(path);
    }
  }

  /** Removes the socket of a listener that is closed. */
  static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("cannot remove the socket path={} error=\"{}\"", path, e.toString());
    }
  }
}
