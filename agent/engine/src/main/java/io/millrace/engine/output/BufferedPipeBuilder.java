package io.millrace.engine.output;

import io.millrace.api.ChunkStore;
import io.millrace.api.Output;
import io.millrace.api.PluginContext;
import io.millrace.engine.buffer.BackupDirectory;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.buffer.OutputStatistics;
import io.millrace.engine.buffer.Pace;
import io.millrace.engine.flush.FlushTimer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What a {@link BufferedPipe} is made of. */
public final class BufferedPipeBuilder {
  final Output output;
  final ChunkStore store;
  final BufferSettings settings;
  final PluginContext context;
  Optional<Output> secondary = Optional.empty();
  MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);
  OutputStatistics statistics = new OutputStatistics();
  private Path backupBase = Path.of("/tmp/fluent");
  Optional<FlushTimer> timer = Optional.empty();
  Optional<Executor> threads = Optional.empty();

  BufferedPipeBuilder(
      Output output, ChunkStore store, BufferSettings settings, PluginContext context) {
    this.output = output;
    this.store = store;
    this.settings = settings;
    this.context = context;
  }

  /** Where chunks go when the output has failed for long. */
  public BufferedPipeBuilder secondary(Output other) {
    secondary = Optional.of(other);
    return this;
  }

  /** What all pipes of the process share; without one there is no bound. */
  public BufferedPipeBuilder budget(MemoryBudget shared) {
    budget = shared;
    return this;
  }

  /** Counted into. */
  public BufferedPipeBuilder statistics(OutputStatistics counters) {
    statistics = counters;
    return this;
  }

  /** Parent of the backup directory without {@code root_dir}: {@code $FLUENT_BACKUP_DIR}. */
  public BufferedPipeBuilder backupBase(Path dir) {
    backupBase = dir;
    return this;
  }

  /** What wakes flushes, such as the timer of the process; without one the pipe has its own. */
  public BufferedPipeBuilder timer(FlushTimer other) {
    timer = Optional.of(other);
    return this;
  }

  /** What runs deliveries, in place of threads of the plugin. */
  BufferedPipeBuilder threads(Executor other) {
    threads = Optional.of(other);
    return this;
  }

  BackupDirectory backups() {
    return new BackupDirectory(
        context.system().rootDir().orElse(backupBase),
        context.system(),
        context.id(),
        settings.disableChunkBackup(),
        context.log());
  }

  Pace pace() {
    return Pace.of(settings.limits(), settings.flush().threadCount(), store.persistent());
  }

  /** The pipe. Nothing is opened. */
  public BufferedPipe build() {
    return new BufferedPipe(this);
  }
}
