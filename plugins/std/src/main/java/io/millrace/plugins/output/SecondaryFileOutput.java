package io.millrace.plugins.output;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkWriter;
import io.millrace.api.ConfigException;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Template;
import io.millrace.event.Compression;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;

/**
 * {@code @type secondary_file}: keeps the chunks that the output around it could not deliver, byte
 * by byte as that output would have delivered them.
 *
 * <p>Source: Fluentd's out_secondary_file.
 */
public final class SecondaryFileOutput implements Output, ChunkWriter {

  /** How files are compressed. */
  public enum Compress {
    /** Not at all. */
    TEXT,
    /** With gzip, one member for each chunk or more. */
    GZIP
  }

  /** Settings of {@code <secondary>} with {@code @type secondary_file}. */
  public record Config(
      @Param(doc = "Directory of the files; placeholders of the chunk keys are filled in.")
          String directory,
      @Param(
              doc = "Name of the files, without .0, .1 and so on; placeholders are filled in.",
              def = "dump.bin")
          String basename,
      @Param(
              doc = "Whether all chunks of the same name go to one file; else each has its own.",
              def = "false")
          boolean append,
      @Param(doc = "How files are compressed: text or gzip.", def = "text") Compress compress) {
    /** Refuses a name that is a path. */
    public Config {
      if (basename.contains("/")) {
        throw new IllegalArgumentException(
            "out_secondary_file: basename should not include `/`: "
                + basename
                + "; set directory instead");
      }
    }

    private Template path() {
      return Template.of(Path.of(directory, basename).toString());
    }

    private String suffix() {
      return compress == Compress.GZIP ? ".gz" : "";
    }
  }

  private final Template path;
  private final String suffix;
  private final boolean append;
  private final ChunkFiles files;
  private final Logger log;

  private SecondaryFileOutput(Config config, PluginContext context) {
    if (!context.secondary()) {
      throw new ConfigException(
          "This plugin can only be used in the <secondary> section; use @type file here");
    }
    this.path = config.path();
    this.suffix = config.suffix();
    this.append = config.append();
    Compression compression =
        config.compress() == Compress.GZIP ? Compression.GZIP : Compression.TEXT;
    this.files = new ChunkFiles(compression, false, context);
    this.log = context.log();
    check(context.chunkKeys().orElse(ChunkKeys.NONE));
  }

  private void check(ChunkKeys keys) {
    path.unfillable(keys)
        .ifPresent(
            placeholder -> {
              throw new ConfigException(
                  "out_secondary_file: basename or directory has an incompatible placeholder "
                      + placeholder
                      + ": "
                      + path
                      + "; remove it, or add its key to the <buffer> of the primary");
            });
    if (!ChunkFiles.isWritable(path)) {
      throw new ConfigException(
          "out_secondary_file: `"
              + path
              + "` is not writable: give this process the right to write there, or change directory");
    }
  }

  @Override
  public void write(Chunk chunk) throws IOException {
    String name = path.expand(chunk, log);
    if (append) {
      files.append(chunk, name + suffix);
    } else {
      files.create(chunk, index -> name + "." + index + suffix);
    }
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "secondary_file",
          "Keeps chunks that could not be delivered, in files.",
          Config.class,
          SecondaryFileOutput::new);
    }
  }
}
