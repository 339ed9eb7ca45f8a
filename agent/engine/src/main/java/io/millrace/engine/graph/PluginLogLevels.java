package io.millrace.engine.graph;

import io.millrace.engine.graph.SystemConfig.LogLevel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code @log_level}s of the plugins of one graph. They are in force from its start to its end:
 * a graph that is built to check a configuration changes no log, and the next graph, whose loggers
 * may have the same names, begins without them.
 */
final class PluginLogLevels {
  private final Environment.LogLevels log;
  private final Map<String, LogLevel> levels = new LinkedHashMap<>(); // by the name of the logger

  PluginLogLevels(Environment.LogLevels log) {
    this.log = log;
  }

  void add(String logger, LogLevel level) {
    levels.put(logger, level);
  }

  void begin() {
    levels.forEach((logger, level) -> log.set(logger, Optional.of(level)));
  }

  void end() {
    levels.keySet().forEach(logger -> log.set(logger, Optional.empty()));
  }
}
