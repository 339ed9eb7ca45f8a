package io.millrace.plugins.buffer;

import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkStore;
import io.millrace.api.ChunkStoreFactory;
import io.millrace.api.ConfigException;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.ResumedChunks;
import io.millrace.api.StoredChunk;
import io.millrace.api.Tag;
import io.millrace.event.RecordPath;
import java.io.IOException;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * {@code @type file_single}: each chunk is one file, in whose name its key stands: the tag, or the
 * value of one field. Half the files of {@code file}, and a little more to do at the next start.
 */
public final class FileSingleBuffer implements ChunkStore {
  /** What is counted when chunks resume. */
  public enum ChunkFormat {
    /** MessagePack objects. */
    MSGPACK,
    /** Lines. */
    TEXT,
    /** What the output writes. */
    AUTO
  }

  /** Settings beside those of every buffer. */
  public record Config(
      @Param(doc = "Directory of the chunk files.") Optional<String> path,
      @Param(doc = "Whether to count the events of chunks at the start.", def = "true")
          boolean calcNumRecords,
      @Param(doc = "What is counted.", def = "auto") ChunkFormat chunkFormat,
      @Param(doc = "Mode of chunk files.") Optional<Set<PosixFilePermission>> filePermission,
      @Param(doc = "Mode of directories that are created.")
          Optional<Set<PosixFilePermission>> dirPermission,
      @Param(
              doc =
                  "What an acknowledged event outlives: none, the process, as in Fluentd; commit,"
                      + " the machine: each emit is forced to the disk.",
              def = "none")
          Fsync fsync) {}

  private final Config config;
  private final Disk disk;
  private final PluginContext context;
  private final ChunkKeys keys;
  private final List<ChunkNames> names;
  private final Set<PosixFilePermission> filePermission;
  private final BufferDirectory directory;

  private FileSingleBuffer(Config config, PluginContext context) {
    this(config, context, Disk.of(config.fsync()));
  }

  FileSingleBuffer(Config config, PluginContext context, Disk disk) {
    this.disk = disk;
    this.config = config;
    this.context = context;
    this.keys = context.chunkKeys().orElse(ChunkKeys.NONE);
    if (keys.fields().size() > 1) {
      throw new ConfigException(
          "2 or more chunk keys is not allowed in file_single: " + keys.fields());
    }
    if (keys.tag() && !keys.fields().isEmpty()) {
      throw new ConfigException("chunk keys must be tag or one field in file_single");
    }
    this.names = BufferPaths.single(config.path(), context);
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
    SingleResume resume =
        new SingleResume(
            disk,
            contents,
            config.calcNumRecords(),
            counted(contents),
            context.clock(),
            context.log());
    for (ChunkNames each : names) {
      for (ChunkNames.Found found : each.find()) {
        if (found.key().isPresent() && !found.old()) {
          String text = found.key().get();
          resume.read(each.withKey(text), found, key(FileNameText.decode(text)));
        }
      }
    }
    return resume.chunks();
  }

  private ChunkFormat counted(ChunkContents contents) {
    if (config.chunkFormat() != ChunkFormat.AUTO) {
      return config.chunkFormat();
    }
    return contents.packed() ? ChunkFormat.MSGPACK : ChunkFormat.TEXT;
  }

  private ChunkKey key(String text) {
    if (!keys.fields().isEmpty()) {
      RecordPath field = keys.fields().get(0);
      return new ChunkKey(
          OptionalLong.empty(), Optional.empty(), Map.of(field.toString(), text), 0);
    }
    Optional<Tag> tag =
        keys.tag() || !text.isEmpty() ? Optional.of(Tag.of(text)) : Optional.empty();
    return new ChunkKey(OptionalLong.empty(), tag, Map.of(), 0);
  }

  private String text(ChunkKey key) {
    return keys.fields().isEmpty()
        ? key.tag().map(Tag::value).orElse("")
        : key.variables().getOrDefault(keys.fields().get(0).toString(), "");
  }

  @Override
  public StoredChunk create(ChunkKey key) {
    ChunkNames ofKey = names.get(0).withKey(FileNameText.encode(text(key)));
    return directory.add(
        ofKey, () -> SingleChunk.create(disk, ofKey, key, filePermission, context.clock()));
  }

  @Override
  public boolean persistent() {
    return true;
  }

  @Override
  public boolean commitsSlowly() {
    return config.fsync() == Fsync.COMMIT;
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
      super(
          "file_single",
          "Keeps each chunk in one file, named after its tag or one field.",
          Config.class,
          FileSingleBuffer::new);
    }
  }
}
