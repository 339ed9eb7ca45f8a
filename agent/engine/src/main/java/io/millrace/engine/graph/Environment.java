package io.millrace.engine.graph;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What a graph is built in: it outlives the graph.
 *
 * @param clock tells the time
 * @param hostname name of this machine
 * @param services what all plugins share
 * @param timer one thread for whatever is periodic; nothing on it may block
 * @param logLevels sets the level of one plugin's log
 */
public record Environment(
    InstantSource clock,
    String hostname,
    Services services,
    ScheduledExecutorService timer,
    LogLevels logLevels) {

  /** Sets the level of one logger. */
  @FunctionalInterface
  public interface LogLevels {
    /**
     * From now on {@code logger} writes nothing below {@code level}; if that is empty, nothing
     * below the level of all plugins.
     */
    void set(String logger, Optional<SystemConfig.LogLevel> level);
  }
}
