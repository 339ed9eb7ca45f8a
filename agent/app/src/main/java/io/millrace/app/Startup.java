package io.millrace.app;

import io.millrace.api.ConfigException;
import io.millrace.api.MillraceException;
import io.millrace.app.command.Console;
import io.millrace.app.command.PluginJars;
import io.millrace.app.command.Version;
import io.millrace.config.ConfigElement;
import io.millrace.config.ConfigLoader;
import io.millrace.config.LoadOptions;
import io.millrace.config.LoadedConfig;
import io.millrace.engine.graph.Environment;
import io.millrace.engine.graph.Services;
import io.millrace.engine.graph.SystemConfig;
import io.millrace.engine.graph.SystemNotes;
import io.millrace.engine.graph.SystemReader;
import io.millrace.engine.worker.Workers;
import io.millrace.expr.ScriptHost;
import io.millrace.net.ListenerRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the agent: log, configuration, graph; then runs it. For the main thread. */
final class Startup {
  private static final Logger LOG = LoggerFactory.getLogger("engine");

  private final Options options;
  private final List<String> arguments;
  private final AgentLog agentLog = new AgentLog();

  private Startup(Options options, List<String> arguments) {
    this.options = options;
    this.arguments = arguments;
  }

  /**
   * Runs the agent until it is told to stop.
   *
   * @param arguments what {@code options} were read from
   * @return exit status: 0; 1 if it could not start, 2 if a plugin says that it never will
   */
  static int run(Options options, List<String> arguments, Console console) {
    try {
      return new Startup(options, arguments).run(console);
    } catch (ConfigException e) {
      LOG.error(
          "config error file=\"{}\" error_class=Fluent::ConfigError error=\"{}\"",
          options.configuration.file(),
          e.getMessage());
    } catch (MillraceException e) {
      LOG.error("cannot start: error=\"{}\"", e.getMessage());
    } catch (IOException e) {
      LOG.error("cannot start: error=\"{}\"", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  /** What the files say, read once before anything runs. */
  private record Read(
      PluginJars plugins,
      Agent.Source source,
      SystemReader systems,
      ConfigElement configuration,
      SystemConfig system) {}

  private int run(Console console) throws IOException, InterruptedException {
    ProcessLog log = new ProcessLog(options.log, agentLog);
    Read read = read(console);
    log.begin(read.system());
    tell(read);
    requireOneWorkerWithoutSupervisor(read.system());
    RpcControl.address(read.system()); // a wrong one is told before anything is built

    ScheduledExecutorService timer = ProcessServices.timer();
    try (Services services = ProcessServices.of(options, log.output())) {
      Environment environment =
          new Environment(InstantSource.system(), hostname(), services, timer, agentLog::set);
      Agent agent =
          new Agent(
              read.source(), read.systems(), read.plugins().catalog(), environment, log, agentLog);
      if (options.configuration.dryRun) {
        return dryRun(agent, read.configuration(), read.system());
      }
      if (!Daemon.isDaemon() && options.process.daemon.isPresent()) {
        return background(agent, read, new Daemon.Front(arguments, log.target(), console));
      }
      return foreground(agent, read, services);
    } finally {
      timer.shutdownNow();
    }
  }

  private Read read(Console console) throws IOException {
    PluginJars plugins = PluginJars.of(options.plugins.directories);
    Agent.Source source = configurationSource(options.configuration.loadOptions(console.in()));
    ConfigElement configuration = source.read(0);
    SystemReader systems = new SystemReader(plugins.catalog(), options.systemParameters());
    return new Read(plugins, source, systems, configuration, systems.read(configuration));
  }

  private void tell(Read read) {
    LOG.info("parsing config file is succeeded path=\"{}\"", options.configuration.file());
    read.plugins().warnings().forEach(LOG::warn);
    SystemNotes.of(read.configuration()).forEach(LOG::info);
    warnOfIgnoredFlags();
  }

  /** Checks the configuration here, and runs it in a process in the background. */
  private int background(Agent agent, Read read, Daemon.Front front)
      throws IOException, InterruptedException {
    build(agent, read);
    return new Daemon(options.process.daemon.orElseThrow()).start(front);
  }

  private int foreground(Agent agent, Read read, Services services)
      throws IOException, InterruptedException {
    Workers workers = build(agent, read);
    if (!read.system().suppressConfigDump()) {
      LOG.info("using configuration file: {}", read.configuration());
    }
    Signals signals = Signals.install();
    try (RpcControl rpc =
        new RpcControl(
            () -> services.get(ListenerRegistry.class),
            signals,
            agent,
            options.process.noSupervisor)) {
      rpc.begin(read.system());
      agent.rpc(rpc);
      return run(agent, workers, signals);
    }
  }

  private static Workers build(Agent agent, Read read) {
    LOG.info(
        "starting millrace-{} pid={} java=\"{}\"",
        Version.number(),
        ProcessHandle.current().pid(),
        Runtime.version());
    return agent.build(read.configuration(), read.system());
  }

  private static int dryRun(Agent agent, ConfigElement configuration, SystemConfig system) {
    LOG.info("starting millrace-{} as dry run mode", Version.number());
    agent.build(configuration, system);
    LOG.info("finished dry run mode");
    return 0;
  }

  /** Runs the workers; a process in the background has its id in a file for so long. */
  private int run(Agent agent, Workers workers, Signals signals)
      throws IOException, InterruptedException {
    Optional<Daemon> daemon = options.process.daemon.map(Daemon::new);
    if (daemon.isPresent()) {
      daemon.get().writePid();
    }
    try {
      return agent.run(workers, signals);
    } finally {
      if (daemon.isPresent()) {
        daemon.get().removePid();
      }
    }
  }

  private void warnOfIgnoredFlags() {
    options
        .plugins
        .ignored()
        .forEach(flag -> LOG.warn("a flag for Ruby's plugins is ignored: {}", flag));
    if (options.configuration.inlineConfig.equals(Optional.of("-"))) {
      LOG.warn("the value for \"--inline-config -\" is deprecated: give the text itself");
    }
    if (options.process.underSupervisor) {
      LOG.warn("--under-supervisor is ignored: there is one process");
    }
  }

  private void requireOneWorkerWithoutSupervisor(SystemConfig system) {
    if (options.process.noSupervisor && system.workers() != 1) {
      throw new ConfigException(
          "invalid number of workers (must be 1 or unspecified) with --no-supervisor: "
              + system.workers());
    }
  }

  private Agent.Source configurationSource(LoadOptions loadOptions) {
    ScriptHost host =
        new ScriptHost(System.getenv(), hostname(), InstantSource.system(), ZoneId.systemDefault());
    return worker -> {
      LoadedConfig loaded =
          new ConfigLoader(host, Integer.toString(worker))
              .load(options.configuration.file(), loadOptions);
      if (worker == 0) {
        loaded.notes().forEach(note -> LOG.info("{}", note));
        loaded.warnings().forEach(warning -> LOG.warn("{}", warning));
      }
      return loaded.root();
    };
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
    }
  }
}
