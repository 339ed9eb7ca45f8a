package io.millrace.app;

import io.millrace.api.ConfigException;
import io.millrace.api.UnrecoverableException;
import io.millrace.config.ConfigElement;
import io.millrace.config.PluginCatalog;
import io.millrace.engine.graph.Environment;
import io.millrace.engine.graph.SystemConfig;
import io.millrace.engine.graph.SystemReader;
import io.millrace.engine.graph.WorkerLog;
import io.millrace.engine.reload.ReloadException;
import io.millrace.engine.reload.Reloader;
import io.millrace.engine.worker.SourceOnly;
import io.millrace.engine.worker.WorkerConfigs;
import io.millrace.engine.worker.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running agent: the workers of one configuration at a time, and what signals do to them. For
 * the main thread.
 */
final class Agent implements RpcEndpoint.Control {
  private static final Logger LOG = LoggerFactory.getLogger("engine");
  private static final int STARTED = 0;
  private static final int COULD_NOT_START = 1;

  /** Fluentd's code of a worker that would fail again. */
  private static final int CAN_NEVER_START = 2;

  /** Reads the configuration anew. */
  @FunctionalInterface
  interface Source {
    /**
     * The configuration as its files say now.
     *
     * @param worker number of the worker that reads it, which embedded code may ask for
     * @throws ConfigException if they cannot be read
     */
    ConfigElement read(int worker);
  }

  private final Source source;
  private final SystemReader systems;
  private final PluginCatalog catalog;
  private final Environment environment;
  private final ProcessLog log;
  private final AgentLog agentLog;
  private final SourceOnly sourceOnly;
  private Optional<RpcControl> rpc = Optional.empty();
  private volatile Optional<ConfigElement> running = Optional.empty();

  Agent(
      Source source,
      SystemReader systems,
      PluginCatalog catalog,
      Environment environment,
      ProcessLog log,
      AgentLog agentLog) {
    this.source = source;
    this.systems = systems;
    this.catalog = catalog;
    this.environment = environment;
    this.log = log;
    this.agentLog = agentLog;
    this.sourceOnly =
        new SourceOnly(
            Path.of(Optional.ofNullable(System.getenv("FLUENT_BACKUP_DIR")).orElse("/tmp/fluent")),
            Optional.ofNullable(System.getenv("FLUENT_INSTANCE_ID"))
                .orElseGet(() -> UUID.randomUUID().toString()));
  }

  /** From now on a reload changes this endpoint too. */
  void rpc(RpcControl control) {
    rpc = Optional.of(control);
  }

  /** Builds the graphs of {@code configuration}, with its warnings in the log. */
  Workers build(ConfigElement configuration, SystemConfig system) {
    sourceOnly.begin(system);
    Workers workers = build(configs(configuration, system));
    workers.warnings().forEach(warning -> LOG.warn("{}", warning));
    return workers;
  }

  private Workers build(WorkerConfigs configs) {
    return Workers.build(configs, catalog, environment);
  }

  @Override
  public String configuration() {
    return running.map(ConfigElement::toString).orElse("");
  }

  @Override
  public void check() {
    build(read());
  }

  private void runs(Workers workers) {
    running = Optional.of(workers.configs().trees().get(0));
    agentLog.emitTo(workers.label("@FLUENT_LOG"));
  }

  private WorkerConfigs read() {
    ConfigElement configuration = source.read(0);
    SystemConfig system = systems.read(configuration);
    log.check(system);
    RpcControl.address(system);
    return configs(configuration, system);
  }

  private WorkerConfigs configs(ConfigElement ofFirst, SystemConfig system) {
    List<ConfigElement> trees = new ArrayList<>(List.of(ofFirst));
    for (int worker = 1; worker < system.workers(); worker++) {
      ConfigElement tree = source.read(worker);
      tree.children("system").forEach(ConfigElement::markAllUsed);
      trees.add(tree);
    }
    WorkerConfigs configs = new WorkerConfigs(trees, system);
    if (sourceOnly.isKeeping()) {
      build(configs); // what does not run yet is checked all the same
    }
    return sourceOnly.of(configs);
  }

  /**
   * Runs {@code first} until a signal asks to stop.
   *
   * @return exit status of the process
   */
  int run(Workers first, Signals signals) throws InterruptedException {
    Workers workers = first;
    int status = start(workers);
    if (status != STARTED) {
      workers.stop();
      return status;
    }
    Reloader reloader =
        new Reloader(
            environment.services(), this::read, this::build, leaving -> agentLog.emitTo(List.of()));
    while (true) {
      Signals.Request request = signals.take();
      switch (request) {
        case STOP -> {
          stop(workers);
          return 0;
        }
        case RELOAD, GO_ON -> {
          try {
            workers = reload(reloader, workers, request);
          } catch (ReloadException e) {
            LOG.error("exiting: error=\"{}\"", e.getMessage());
            return 1;
          }
        }
        case FLUSH -> flush(workers);
        case DUMP -> dump();
      }
    }
  }

  private Workers reload(Reloader reloader, Workers workers, Signals.Request request)
      throws ReloadException {
    boolean goesOn = request == Signals.Request.GO_ON;
    if (goesOn && !sourceOnly.goOn()) {
      LOG.info("SIGWINCH has no effect: this is not the source-only mode");
      return workers;
    }
    Workers next = reloader.reload(workers);
    if (goesOn && next.configs().keeping()) {
      sourceOnly.keepOn();
    }
    runs(next);
    if (!next.equals(workers)) {
      log.change(next.configs().system());
      rpc.ifPresent(control -> control.change(next.configs().system()));
    }
    return next;
  }

  /** Exit status of a process that cannot go on; {@link #STARTED} if it can. */
  private int start(Workers workers) {
    try {
      workers.start();
      runs(workers);
      return STARTED;
    } catch (Exception | LinkageError e) {
      LOG.error(
          "cannot start, stopping what has started: error_class={} error=\"{}\"",
          e.getClass().getSimpleName(),
          e.getMessage());
      LOG.debug("cannot start", e);
      return e instanceof UnrecoverableException || e instanceof ConfigException
          ? CAN_NEVER_START
          : COULD_NOT_START;
    }
  }

  private void stop(Workers workers) {
    for (int worker = 0; worker < workers.graphs().size(); worker++) {
      WorkerLog.of(worker).info("fluentd worker is now stopping worker={}", worker);
    }
    agentLog.emitTo(List.of());
    workers.stop();
    sourceOnly.end();
    for (int worker = 0; worker < workers.graphs().size(); worker++) {
      LOG.info("Worker {} finished with status 0", worker);
    }
  }

  private void flush(Workers workers) {
    LOG.info("force flushing buffered events");
    workers.flush();
    try {
      log.output().reopen();
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
