package io.millrace.engine.worker;

import io.millrace.api.ConfigException;
import io.millrace.api.EventSink;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.UnusedReport;
import io.millrace.engine.graph.Environment;
import io.millrace.engine.graph.Graph;
import io.millrace.engine.graph.GraphBuilder;
import io.millrace.engine.graph.JoinedThreads;
import io.millrace.engine.graph.WorkerLog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The graphs of one configuration, one for each worker: they share the process, its threads and its
 * listeners. Start and stop them once. For one thread.
 */
public final class Workers {
  private final WorkerConfigs configs;
  private final List<Graph> graphs;
  private final Set<String> warnings;

  private Workers(WorkerConfigs configs, List<Graph> graphs, Set<String> warnings) {
    this.configs = configs;
    this.graphs = List.copyOf(graphs);
    this.warnings = warnings;
  }

  /**
   * Builds all graphs; nothing is opened.
   *
   * @throws ConfigException with every problem of the configuration
   */
  public static Workers build(
      WorkerConfigs configs, PluginCatalog catalog, Environment environment) {
    if (configs.system().workers() < 1) {
      throw new ConfigException(
          "workers: invalid number of workers (must be > 0):" + configs.system().workers());
    }
    List<Graph> graphs = new ArrayList<>();
    Set<String> warnings = new LinkedHashSet<>();
    for (ConfigElement tree : configs.trees()) {
      Diagnostics diagnostics = new Diagnostics();
      graphs.add(
          GraphBuilder.build(
              tree,
              configs.system(),
              new GraphBuilder.Role(graphs.size(), configs.keeping()),
              catalog,
              environment,
              diagnostics));
      diagnostics.warnings().forEach(warning -> warnings.add(warning.toString()));
      UnusedReport.of(tree).forEach(warning -> warnings.add(warning.toString()));
    }
    return new Workers(configs, graphs, warnings);
  }

  /** What they were built of. */
  public WorkerConfigs configs() {
    return configs;
  }

  /** What a user should know of the configuration, each once. */
  public Set<String> warnings() {
    return warnings;
  }

  /** The graphs by the number of their worker. */
  public List<Graph> graphs() {
    return graphs;
  }

  /** Where events of a label go in, for each worker. */
  public List<Optional<EventSink>> label(String name) {
    return graphs.stream().map(graph -> graph.label(name)).toList();
  }

  /**
   * Starts all.
   *
   * @throws Exception what the first plugin threw that did not start; call {@link #stop} then too
   */
  public void start() throws Exception {
    for (int worker = 0; worker < graphs.size(); worker++) {
      graphs.get(worker).start();
      WorkerLog.of(worker).info("fluentd worker is now running worker={}", worker);
    }
  }

  /** Ends all, side by side; outputs flush what they must. */
  public void stop() {
    JoinedThreads.forEach(graphs, graph -> "worker-end", Graph::stop);
  }

  /** Asks every output to flush its buffer now. */
  public void flush() {
    graphs.forEach(Graph::flush);
  }

  /** As {@link Graph#leaveTo}, worker by worker. */
  public void leaveTo(Workers next) {
    for (int worker = 0; worker < Math.min(graphs.size(), next.graphs.size()); worker++) {
      graphs.get(worker).leaveTo(next.graphs.get(worker));
    }
  }

  /** As {@link Graph#takeFrom}, worker by worker. */
  public void takeFrom(Workers former) {
    for (int worker = 0; worker < Math.min(graphs.size(), former.graphs.size()); worker++) {
      graphs.get(worker).takeFrom(former.graphs.get(worker));
    }
  }
}
