package io.millrace.app;

import io.millrace.api.ConfigException;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.UnusedReport;
import io.millrace.engine.graph.Environment;
import io.millrace.engine.graph.Graph;
import io.millrace.engine.graph.GraphBuilder;
import io.millrace.engine.graph.SystemConfig;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running agent: one graph at a time, and what signals do to it. For the main thread. */
final class Agent {
  private static final Logger LOG = LoggerFactory.getLogger("engine");

  /** Reads the configuration anew. */
  @FunctionalInterface
  interface Source {
    /**
     * The configuration as its files say now.
     *
     * @throws ConfigException if they cannot be read
     */
    ConfigElement read();
  }

  private final Source source;
  private final SystemReader systems;
  private final PluginCatalog catalog;
  private final Environment environment;
  private final LogOutput log;
  private final AgentLog agentLog;

  Agent(
      Source source,
      SystemReader systems,
      PluginCatalog catalog,
      Environment environment,
      LogOutput log,
      AgentLog agentLog) {
    this.source = source;
    this.systems = systems;
    this.catalog = catalog;
    this.environment = environment;
    this.log = log;
    this.agentLog = agentLog;
  }

  /** Builds the graph of {@code configuration}, with its warnings in the log. */
  Graph build(ConfigElement configuration, SystemConfig system) {
    Diagnostics diagnostics = new Diagnostics();
    Graph graph = GraphBuilder.build(configuration, system, catalog, environment, diagnostics);
    diagnostics.warnings().forEach(warning -> LOG.warn("{}", warning));
    UnusedReport.of(configuration).forEach(warning -> LOG.warn("{}", warning));
    return graph;
  }

  /**
   * Runs {@code first} until a signal asks to stop.
   *
   * @return exit status of the process
   */
  int run(Graph first, Signals signals) throws InterruptedException {
    Graph graph = first;
    if (!start(graph)) {
      graph.stop();
      return 1;
    }
    LOG.info("fluentd worker is now running worker=0");
    while (true) {
      switch (signals.take()) {
        case STOP -> {
          LOG.info("fluentd worker is now stopping worker=0");
          agentLog.emitTo(Optional.empty());
          graph.stop();
          LOG.info("Worker 0 finished with status 0");
          return 0;
        }
        case RELOAD -> graph = reload(graph);
        case FLUSH -> flush(graph);
        case DUMP -> dump();
      }
    }
  }

  private boolean start(Graph graph) {
    try {
      graph.start();
      agentLog.emitTo(graph.label("@FLUENT_LOG"));
      return true;
    } catch (Exception e) {
      LOG.error(
          "cannot start, stopping what has started: error_class={} error=\"{}\"",
          e.getClass().getSimpleName(),
          e.getMessage());
      LOG.debug("cannot start", e);
      return false;
    }
  }

  /**
   * Replaces the graph by one of the configuration as it is now; keeps it if that one has a
   * problem.
   */
  private Graph reload(Graph old) {
    LOG.info("reloading the configuration");
    Graph next;
    try {
      ConfigElement configuration = source.read();
      next = build(configuration, systems.read(configuration));
    } catch (ConfigException e) {
      LOG.error(
          "the new configuration has problems, the old one stays in use: error=\"{}\"",
          e.getMessage());
      return old;
    }
    agentLog.emitTo(Optional.empty());
    old.stop();
    if (!start(next)) {
      LOG.error(
          "the new configuration did not start; stop and start the agent when the cause is removed");
    } else {
      LOG.info("reloaded the configuration");
    }
    return next;
  }

  private void flush(Graph graph) {
    LOG.info("force flushing buffered events");
    graph.flush();
    try {
      log.reopen();
    } catch (IOException e) {
      LOG.error(
          "cannot reopen the log file, the old one stays in use: error=\"{}\"", e.getMessage());
    }
  }

  private static void dump() {
    for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
      StringBuilder trace = new StringBuilder();
      for (StackTraceElement frame : thread.getValue()) {
        trace.append("\n    at ").append(frame);
      }
      LOG.info(
          "thread dump: thread=\"{}\" state={}{}",
          thread.getKey().getName(),
          thread.getKey().getState(),
          trace);
    }
  }
}
