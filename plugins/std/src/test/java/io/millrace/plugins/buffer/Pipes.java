package io.millrace.plugins.buffer;

import io.millrace.api.BufferDefaults;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkStore;
import io.millrace.api.Output;
import io.millrace.api.SystemSettings;
import io.millrace.config.Binder;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import io.millrace.engine.output.BufferConfig;
import io.millrace.engine.output.BufferResolver;
import io.millrace.engine.output.BufferSettings;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.engine.output.ChunkKeysResolver;
import io.millrace.engine.output.OutputConfig;
import io.millrace.testkit.TestContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Pipes over real chunk files, and their way through the phases of a process. */
final class Pipes {
  private Pipes() {}

  /** A context by the system's clock whose process keeps files in {@code root}. */
  static TestContext context(String id, Path root) {
    SystemSettings system = SystemSettings.DEFAULT;
    return new TestContext(id)
        .source(InstantSource.system())
        .system(
            new SystemSettings(
                Optional.of(root), 0, 1, system.filePermission(), system.dirPermission()));
  }

  /** Settings of a file buffer in {@code dir}. */
  static FileBuffer.Config config(Path dir) {
    return new FileBuffer.Config(
        Optional.of(dir.toString()), ".log", Optional.empty(), Optional.empty(), Fsync.NONE);
  }

  /** Settings of a single-file buffer in {@code buffer}. */
  static FileSingleBuffer.Config single(Path buffer) {
    return new FileSingleBuffer.Config(
        Optional.of(buffer.toString()),
        true,
        FileSingleBuffer.ChunkFormat.AUTO,
        Optional.empty(),
        Optional.empty(),
        Fsync.NONE);
  }

  /** A buffer of this type, in {@code dir} if it has files. */
  static ChunkStore store(String type, Path dir, TestContext context) {
    return switch (type) {
      case "memory" -> new MemoryBuffer.Factory().create(new MemoryBuffer.Config(), context);
      case "file" -> new FileBuffer.Factory().create(config(dir), context);
      case "file_single" -> new FileSingleBuffer.Factory().create(single(dir), context);
      default -> throw new IllegalArgumentException(type);
    };
  }

  /** A pipe over a file buffer in {@code dir} with these lines {@code name value}. */
  static BufferedPipe pipe(Output output, Path dir, TestContext context, String... lines) {
    return pipe(output, store("file", dir, context), context, lines);
  }

  /** A pipe over {@code store} with these lines {@code name value}. */
  static BufferedPipe pipe(Output output, ChunkStore store, TestContext context, String... lines) {
    return keyed("", output, store, context, lines);
  }

  /** The same with these chunk keys. */
  static BufferedPipe keyed(
      String keyNames, Output output, ChunkStore store, TestContext context, String... lines) {
    ConfigElement.Builder section =
        ConfigElement.builder("buffer", keyNames, new SourceLocation("test", 1));
    for (String line : lines) {
      String[] words = line.split(" ", 2);
      section.add(words[0], words[1]);
    }
    Diagnostics diagnostics = new Diagnostics();
    BufferConfig config =
        new Binder(new PluginCatalog(List.of()), false, diagnostics)
            .bind(BufferConfig.class, section.build())
            .orElseThrow();
    ChunkKeys keys = ChunkKeysResolver.resolve(config, BufferDefaults.NONE, InstantSource.system());
    BufferSettings settings =
        BufferResolver.resolve(config, keys, store, OutputConfig.DEFAULT, false, false);
    return BufferedPipe.of(output, store, settings, context).build();
  }

  /** The pipe, started. */
  static BufferedPipe started(BufferedPipe pipe) throws Exception {
    pipe.start();
    pipe.afterStart();
    return pipe;
  }

  /** Stops the pipe as a process does that ends. */
  static void stop(BufferedPipe pipe) throws Exception {
    pipe.stop();
    pipe.beforeShutdown();
    pipe.shutdown();
    pipe.afterShutdown();
    pipe.close();
    pipe.terminate();
  }
}
