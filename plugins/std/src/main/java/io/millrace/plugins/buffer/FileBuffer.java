package io.millrace.plugins.buffer;

import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkStore;
import io.millrace.api.ChunkStoreFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.ResumedChunks;
import io.millrace.api.StoredChunk;
import java.io.IOException;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code @type file}: each chunk is a file, with another for its metadata, in Fluentd's format. A
 * directory that Fluentd left is taken over in place, and the other way round.
 */
public final class FileBuffer implements ChunkStore {
  /** Settings beside those of every buffer. */
  public record Config(
      @Param(doc = "Directory of the chunk files, or their path with * for the chunk.")
          Optional<String> path,
      @Param(doc = "What names of chunk files end with.", def = ".log") String pathSuffix,
      @Param(doc = "Mode of chunk files.") Optional<Set<PosixFilePermission>> filePermission,
      @Param(doc = "Mode of directories that are created.")
          Optional<Set<PosixFilePermission>> dirPermission,
      @Param(
              doc =
                  "What an acknowledged event outlives: none, the process, as in Fluentd; commit,"
                      + " the machine: each emit is forced to the disk.",
              def = "none")
          Fsync fsync) {}

  private final Disk disk;
  private final Fsync fsync;
  private final PluginContext context;
  private final List<ChunkNames> names;
  private final Set<PosixFilePermission> filePermission;
  private final BufferDirectory directory;

  private FileBuffer(Config config, PluginContext context) {
    this(config, context, Disk.of(config.fsync()));
  }

  FileBuffer(Config config, PluginContext context, Disk disk) {
    this.disk = disk;
    this.fsync = config.fsync();
    this.context = context;
    this.names = BufferPaths.file(config.path(), config.pathSuffix(), context);
    this.filePermission = config.filePermission().orElse(context.system().filePermission());
    this.directory =
        new BufferDirectory(
            names.get(0).dir(),
            config.dirPermission().orElse(context.system().dirPermission()),
            context.log());
  }

  @Override
  public void start() throws IOException {
    directory.create();
  }

  @Override
  public ResumedChunks resume(ChunkContents contents) throws IOException {
    FileResume resume = new FileResume(disk, contents, context.clock(), context.log());
    for (ChunkNames each : names) {
      resume.read(each);
    }
    return resume.chunks();
  }

  @Override
  public StoredChunk create(ChunkKey key) {
    ChunkNames dir = names.get(0);
    return directory.add(
        dir, () -> FileChunk.create(disk, dir, key, filePermission, context.clock()));
  }

  @Override
  public boolean persistent() {
    return true;
  }

  @Override
  public boolean commitsSlowly() {
    return fsync == Fsync.COMMIT;
  }

  @Override
  public long defaultChunkLimit() {
    return BufferDirectory.CHUNK_LIMIT;
  }

  @Override
  public long defaultTotalLimit() {
    return BufferDirectory.TOTAL_LIMIT;
  }

  @Override
  public Optional<String> location() {
    return Optional.of(names.get(0).glob());
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ChunkStoreFactory<Config> {
    /** Known to the catalog. */
    public Factory() {
      super("file", "Keeps each chunk in a file of its own.", Config.class, FileBuffer::new);
    }
  }
}
