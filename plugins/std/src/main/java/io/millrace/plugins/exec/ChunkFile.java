package io.millrace.plugins.exec;

import io.millrace.api.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The file in which a command finds a chunk: the chunk's own, or a copy of it, inflated, that only
 * this user may read and that is deleted in the end.
 */
record ChunkFile(Path path, boolean temporary) implements AutoCloseable {

  static ChunkFile of(Chunk chunk) throws IOException {
    Optional<Path> own = chunk.file();
    if (own.isPresent()) {
      return new ChunkFile(own.get(), false);
    }
    Path copy = Files.createTempFile("fluent-plugin-exec-", "-" + chunk.id());
    try (InputStream in = chunk.open()) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
    return new ChunkFile(copy, true);
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      Files.deleteIfExists(path);
    }
  }
}
