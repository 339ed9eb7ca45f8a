package io.millrace.plugins.output;

import io.millrace.api.Chunk;
import io.millrace.api.PluginContext;
import io.millrace.api.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A symbolic link to the newest chunk of an output, for people who want to look at what is on its
 * way. Chunks in memory have no file to link to.
 */
final class ChunkLink {
  private final Template template;
  private final boolean relative;
  private final PluginContext context;
  private long latest = Long.MIN_VALUE; // guarded by this

  ChunkLink(Template template, boolean relative, PluginContext context) {
    this.template = template;
    this.relative = relative;
    this.context = context;
  }

  /** Links to {@code chunk}, unless one of a later time slice is linked to. */
  synchronized void point(Chunk chunk) {
    long timekey = chunk.key().timekey().orElse(Long.MIN_VALUE);
    Optional<Path> file = chunk.file();
    if (file.isEmpty() || timekey < latest) {
      return;
    }
    latest = timekey;
    Path link = Path.of(template.expand(chunk, context.log())).toAbsolutePath();
    try {
      replace(link, file.get().toAbsolutePath());
    } catch (IOException e) {
      context.log().warn("cannot link to the newest chunk symlink_path={}", link, e);
    }
  }

  private void replace(Path link, Path file) throws IOException {
    Path dir = Optional.ofNullable(link.getParent()).orElse(link);
    if (!Files.isDirectory(dir)) {
      Files.createDirectories(
          dir, PosixFilePermissions.asFileAttribute(context.system().dirPermission()));
    }
    Path fresh = link.resolveSibling(link.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, relative ? dir.relativize(file) : file);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
