package io.millrace.plugins.output;

import io.millrace.api.BufferDefaults;
import io.millrace.api.Child;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkWriter;
import io.millrace.api.ConfigException;
import io.millrace.api.CustomFormat;
import io.millrace.api.Formatter;
import io.millrace.api.InjectConfig;
import io.millrace.api.Injector;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.StageListener;
import io.millrace.api.Tag;
import io.millrace.api.Template;
import io.millrace.event.ByteArraySink;
import io.millrace.event.Compression;
import io.millrace.event.EventView;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * {@code @type file}: writes each chunk to a file of its own, or appends it to the file of its time
 * slice.
 *
 * <p>Source: Fluentd's out_file.
 */
public final class FileOutput implements Output, CustomFormat, ChunkWriter, StageListener {

  /** How files are compressed. */
  public enum Compress {
    /** Not at all. */
    TEXT("", Compression.TEXT),
    /** With gzip, one member for each chunk. */
    GZ(".gz", Compression.GZIP),
    /** As {@link #GZ}. */
    GZIP(".gz", Compression.GZIP),
    /** With Zstandard, one frame for each chunk or more. */
    ZSTD(".zstd", Compression.ZSTD);

    private final String suffix;
    private final Compression compression;

    Compress(String suffix, Compression compression) {
      this.suffix = suffix;
      this.compression = compression;
    }

    /** What file names end with. */
    String suffix() {
      return suffix;
    }

    /** What files hold. */
    Compression compression() {
      return compression;
    }
  }

  /** Settings of {@code <match>} with {@code @type file}. */
  public record Config(
      @Param(
              doc =
                  "Path of the files; placeholders of the chunk keys are filled in, and a * by the"
                      + " time slice.")
          String path,
      @Param(doc = "Whether file names end with path_suffix.", def = "true") boolean addPathSuffix,
      @Param(doc = "What file names end with.", def = ".log") String pathSuffix,
      @Param(
              doc =
                  "Whether chunks of the same path are appended to one file; else each has its own.",
              def = "false")
          boolean append,
      @Param(doc = "How files are compressed: text, gz, gzip or zstd.", def = "text")
          Compress compress,
      @Param(doc = "Whether chunks that are compressed already are compressed anew.", def = "false")
          boolean recompress,
      @Param(doc = "Link to the newest chunk that is being filled; for buffers in files.")
          Optional<Template> symlinkPath,
      @Param(doc = "Whether the link is relative to its directory.", def = "false")
          boolean symlinkPathUseRelative,
      @Param(
              doc = "Text of the time slice in file names.",
              deprecated = "use placeholders in path and timekey in <buffer>")
          Optional<String> timeSliceFormat,
      @Section(doc = "How events are written.", defaults = "@type out_file")
          Child<Formatter> format,
      @Section(doc = "What is added to each record.") Optional<InjectConfig> inject) {}

  private final Formatter formatter;
  private final Injector injector;
  private final Template path;
  private final boolean append;
  private final ChunkFiles files;
  private final Optional<ChunkLink> link;
  private final Logger log;

  private FileOutput(Config config, PluginContext context) {
    ChunkKeys keys = context.chunkKeys().orElse(ChunkKeys.NONE);
    this.log = context.log();
    this.formatter = context.open(config.format());
    this.injector = Injector.of(config.inject(), context);
    this.path = FilePath.template(config, keys);
    this.append = config.append();
    this.files = new ChunkFiles(config.compress().compression(), config.recompress(), context);
    this.link =
        config
            .symlinkPath()
            .map(where -> new ChunkLink(where, config.symlinkPathUseRelative(), context));
    config.symlinkPath().ifPresent(where -> warnOfSharedLink(where, keys));
    check(keys, context.secondary());
  }

  private void check(ChunkKeys keys, boolean secondary) {
    if (secondary && link.isPresent()) {
      throw new ConfigException(
          "symlink_path cannot be used in <secondary>: its chunks are the primary's; remove it");
    }
    if (secondary) {
      path.validateTime("path", keys); // an index keeps apart what names do not
    } else {
      path.validate("path", keys);
    }
    if (!ChunkFiles.isWritable(path)) {
      throw new ConfigException(
          "out_file: `"
              + path
              + "` is not writable: give this process the right to write there, or change path");
    }
  }

  private void warnOfSharedLink(Template link, ChunkKeys keys) {
    try {
      link.validateNames("symlink_path", keys);
    } catch (ConfigException e) {
      log.warn(
          "{}. This means multiple chunks are competing for a single symlink_path, so some logs may"
              + " not be taken from the symlink.",
          e.getMessage());
    }
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    formatter.format(tag, injector.apply(tag, event), out);
  }

  @Override
  public void write(Chunk chunk) throws IOException {
    String name = path.expand(chunk, log);
    if (append) {
      files.append(chunk, name);
    } else {
      files.create(chunk, index -> FilePath.indexed(name, index));
    }
  }

  @Override
  public void staged(Chunk chunk) {
    link.ifPresent(to -> to.point(chunk));
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("file", "Writes events to files.", Config.class, FileOutput::new);
    }

    /** Chunks lie in a directory called like the path, placeholders unexpanded, as in Fluentd. */
    @Override
    public BufferDefaults bufferDefaults(Config config) {
      return new BufferDefaults(
          List.of("time"),
          Map.of("@type", "file", "timekey", "1d", "path", config.path()),
          true,
          true);
    }
  }
}
