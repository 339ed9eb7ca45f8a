package io.millrace.engine.graph;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names of loggers: those of workers other than the first begin with {@code worker.N.}, and the log
 * puts that number in front of their lines.
 */
public final class WorkerLog {
  /** First part of the names. */
  public static final String PREFIX = "worker.";

  private WorkerLog() {}

  /** The log of the engine itself in one worker. */
  public static Logger of(int worker) {
    return LoggerFactory.getLogger(name(worker, "engine"));
  }

  static String name(int worker, String logger) {
    return worker == 0 ? logger : PREFIX + worker + "." + logger;
  }
}
