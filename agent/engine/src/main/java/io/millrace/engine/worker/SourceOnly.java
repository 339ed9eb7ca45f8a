package io.millrace.engine.worker;

import io.millrace.config.ConfigElement;
import io.millrace.engine.graph.SystemConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code with_source_only}: at first inputs run alone, and their events go to files; when the
 * process is told to go on, everything runs, and the files are emitted to the root. Both are
 * configurations made of the user's, so that going on is a reload: inputs keep their connections
 * and positions. As in Fluentd the {@code @label} of an input does not count for what is kept.
 *
 * <p>Changed by one thread, read by any. Source: Fluentd's source-only mode.
 */
public final class SourceOnly {
  private static final Logger LOG = LoggerFactory.getLogger("engine");
  private static final String LABEL = "@SOURCE_ONLY_BUFFER";

  private enum Phase {
    OFF,
    KEEPING,
    EMITTING
  }

  private final Path base;
  private final String instance;
  private volatile Phase phase = Phase.OFF;
  private volatile Optional<Path> directory = Optional.empty();

  /**
   * Not in use until {@link #begin}.
   *
   * @param base parent of the files where there is no {@code root_dir}
   * @param instance tells this process from others
   */
  public SourceOnly(Path base, String instance) {
    this.base = base;
    this.instance = instance;
  }

  /** Only inputs run from now on, if {@code system} says so. */
  public void begin(SystemConfig system) {
    if (!system.withSourceOnly()) {
      return;
    }
    phase = Phase.KEEPING;
    directory =
        Optional.of(
            system
                .sourceOnlyBuffer()
                .path()
                .orElseGet(
                    () ->
                        system
                            .rootDir()
                            .orElse(base)
                            .resolve("source-only-buffer")
                            .resolve(instance)));
    LOG.info("only inputs run; their events are kept until SIGWINCH: path=\"{}\"", directory.get());
  }

  /** Everything runs with the next configuration; false if it does already. */
  public boolean goOn() {
    boolean keeping = phase == Phase.KEEPING;
    if (keeping) {
      phase = Phase.EMITTING;
    }
    return keeping;
  }

  /** Takes {@link #goOn} back: its configuration could not be used. */
  public void keepOn() {
    phase = Phase.KEEPING;
  }

  /** Whether only inputs run. */
  public boolean isKeeping() {
    return phase == Phase.KEEPING;
  }

  /** What is to run of the user's configuration now. */
  public WorkerConfigs of(WorkerConfigs configs) {
    return switch (phase) {
      case OFF -> configs;
      case KEEPING ->
          new WorkerConfigs(
              configs.trees().stream().map(tree -> keeping(tree, configs.system())).toList(),
              configs.system(),
              true);
      case EMITTING ->
          new WorkerConfigs(
              configs.trees().stream().map(tree -> emitting(tree, configs.system())).toList(),
              configs.system(),
              false);
    };
  }

  private ConfigElement keeping(ConfigElement tree, SystemConfig system) {
    ConfigElement.Builder result = inputsOf(tree).toBuilder();
    ConfigElement buffer =
        limits(tree, system)
            .add("flush_mode", "lazy")
            .add("flush_at_shutdown", "false")
            .add("overflow_action", system.sourceOnlyBuffer().overflowAction())
            .build();
    return result.add(match(tree).add(buffer).build()).build();
  }

  private static ConfigElement inputsOf(ConfigElement section) {
    ConfigElement.Builder result =
        ConfigElement.builder(section.name(), section.argument(), section.location());
    for (ConfigElement child : section.children()) {
      switch (child.name()) {
        case "source" -> result.add(withoutLabel(child));
        case "worker" -> result.add(inputsOf(child));
        case "system" -> result.add(child);
        default -> {} // outputs, filters and labels wait
      }
    }
    return result.build();
  }

  private static ConfigElement withoutLabel(ConfigElement input) {
    ConfigElement.Builder result =
        ConfigElement.builder(input.name(), input.argument(), input.location());
    input.parameters().stream()
        .filter(parameter -> !parameter.name().equals("@label"))
        .forEach(result::add);
    input.children().forEach(result::add);
    return result.build();
  }

  private ConfigElement emitting(ConfigElement tree, SystemConfig system) {
    SystemConfig.SourceOnlyBuffer settings = system.sourceOnlyBuffer();
    ConfigElement.Builder buffer =
        limits(tree, system)
            .add("flush_thread_count", Integer.toString(settings.flushThreadCount()))
            .add("flush_at_shutdown", "false");
    settings.flushInterval().ifPresent(interval -> buffer.add("flush_interval", interval));
    ConfigElement.Builder match = match(tree).add("@label", "@ROOT").add(buffer.build());
    return tree.toBuilder()
        .add(ConfigElement.builder("label", LABEL, tree.location()).add(match.build()).build())
        .build();
  }

  private static ConfigElement.Builder match(ConfigElement tree) {
    return ConfigElement.builder("match", "**", tree.location()).add("@type", "buffer");
  }

  private ConfigElement.Builder limits(ConfigElement tree, SystemConfig system) {
    SystemConfig.SourceOnlyBuffer settings = system.sourceOnlyBuffer();
    ConfigElement.Builder buffer =
        ConfigElement.builder("buffer", "tag", tree.location())
            .add("@type", "file")
            .add("path", directory.orElseThrow().toString());
    settings
        .chunkLimitSize()
        .ifPresent(size -> buffer.add("chunk_limit_size", Long.toString(size.bytes())));
    settings
        .totalLimitSize()
        .ifPresent(size -> buffer.add("total_limit_size", Long.toString(size.bytes())));
    settings.compress().ifPresent(name -> buffer.add("compress", name));
    return buffer;
  }

  /**
   * Removes the directory when all has ended; if there are files in it, says how to get at them.
   */
  public void end() {
    if (directory.isEmpty() || !Files.isDirectory(directory.get())) {
      return;
    }
    Path dir = directory.get();
    try (Stream<Path> below = Files.walk(dir)) {
      List<Path> paths = below.sorted(Comparator.reverseOrder()).toList();
      if (paths.stream().anyMatch(Files::isRegularFile)) {
        LOG.warn(
            "events that inputs took are still in files: path=\"{}\". To have them, start with"
                + " with_source_only and <source_only_buffer> path {}, and send SIGWINCH",
            dir,
            dir);
        return;
      }
      for (Path path : paths) {
        Files.delete(path);
      }
    } catch (IOException e) {
      LOG.warn("cannot remove the source only buffer: path=\"{}\" error=\"{}\"", dir, e.toString());
    }
  }
}
