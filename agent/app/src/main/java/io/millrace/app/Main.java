package io.millrace.app;

import io.millrace.api.ConfigException;
import io.millrace.api.LogDevice;
import io.millrace.config.ConfigElement;
import io.millrace.config.ConfigLoader;
import io.millrace.config.LoadedConfig;
import io.millrace.config.PluginCatalog;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.graph.Environment;
import io.millrace.engine.graph.Graph;
import io.millrace.engine.graph.Services;
import io.millrace.engine.graph.SystemConfig;
import io.millrace.event.time.Strftime;
import io.millrace.event.time.Zone;
import io.millrace.expr.ScriptHost;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Entry point of the agent. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger("engine");

  private Main() {}

  /**
   * Runs the agent; exits with Fluentd's codes: 0 after a normal end, 1 for a bad command line or
   * configuration.
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** As {@link #main}, with the exit status as the answer. */
  static int run(String[] arguments) {
    Options options = new Options();
    CommandLine commandLine = new CommandLine(options);
    try {
      commandLine.parseArgs(arguments);
    } catch (ParameterException e) {
      System.err.println(e.getMessage());
      commandLine.usage(System.err);
      return 1;
    }
    if (options.help) {
      commandLine.usage(System.out);
      return 0;
    }
    if (options.version) {
      System.out.println("millrace " + version() + " (configuration and protocol of fluentd 1.19)");
      return 0;
    }
    try {
      return run(options);
    } catch (ConfigException e) {
      LOG.error(
          "config error file=\"{}\" error_class=Fluent::ConfigError error=\"{}\"",
          options.configFile(),
          e.getMessage());
      return 1;
    } catch (IOException e) {
      LOG.error("cannot start: error=\"{}\"", e.toString());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static int run(Options options) throws IOException, InterruptedException {
    AgentLog agentLog = new AgentLog();
    Strftime times = Strftime.of("%Y-%m-%d %H:%M:%S %z", Zone.local());
    // What goes wrong before the configuration is read must be in the log too.
    LogOutput log = new LogOutput(options.log.filter(path -> !path.equals(Path.of("-"))));
    agentLog.start(log, new TextLine(times), options.level(SystemConfig.LogLevel.INFO));

    PluginCatalog catalog = PluginCatalog.load(Main.class.getClassLoader());
    Agent.Source source = configurationSource(options);
    ConfigElement configuration = source.read();
    SystemReader systems = new SystemReader(catalog, options.systemParameters());
    SystemConfig system = systems.read(configuration);
    agentLog.start(log, format(system.log()), options.level(system.logLevel()));
    LOG.info("parsing config file is succeeded path=\"{}\"", options.configFile());
    options.ruby.forEach(
        path -> LOG.warn("Ruby plugins cannot be loaded, the flag is ignored: value=\"{}\"", path));

    ScheduledExecutorService timer = timer();
    try (Services services = services(log)) {
      Environment environment =
          new Environment(InstantSource.system(), hostname(), services, timer, agentLog::set);
      Agent agent = new Agent(source, systems, catalog, environment, log, agentLog);
      if (options.dryRun) {
        LOG.info("starting millrace-{} as dry run mode", version());
        agent.build(configuration, system);
        LOG.info("finished dry run mode");
        return 0;
      }
      LOG.info(
          "starting millrace-{} pid={} java=\"{}\"",
          version(),
          ProcessHandle.current().pid(),
          Runtime.version());
      Graph graph = agent.build(configuration, system);
      if (!system.suppressConfigDump()) {
        LOG.info("using configuration file: {}", configuration);
      }
      return agent.run(graph, Signals.install());
    } finally {
      timer.shutdownNow();
    }
  }

  private static LineFormat format(SystemConfig.Log settings) {
    Strftime times = Strftime.of(settings.timeFormat(), Zone.local());
    return settings.format() == SystemConfig.LogFormat.JSON
        ? new JsonLine(times)
        : new TextLine(times);
  }

  private static Agent.Source configurationSource(Options options) {
    ConfigLoader loader =
        new ConfigLoader(
            new ScriptHost(
                System.getenv(), hostname(), InstantSource.system(), ZoneId.systemDefault()),
            "0");
    return () -> {
      LoadedConfig loaded = loader.load(options.configFile(), options.loadOptions());
      loaded.warnings().forEach(warning -> LOG.warn("{}", warning));
      return loaded.root();
    };
  }

  private static Services services(LogOutput log) {
    Services services = new Services();
    return services
        .add(LogDevice.class, () -> log)
        .add(MemoryBudget.class, MemoryBudget::halfOfHeap)
        .add(EventLoops.class, EventLoops::new)
        .add(ListenerRegistry.class, () -> new ListenerRegistry(services.get(EventLoops.class)));
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
    }
  }

  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
