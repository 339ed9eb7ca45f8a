package io.millrace.app.command;

import ch.qos.logback.classic.LoggerContext;
import io.millrace.api.LogDevice;
import io.millrace.config.ConfigLoader;
import io.millrace.config.LoadOptions;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.check.ConfigCheck;
import io.millrace.engine.check.Finding;
import io.millrace.engine.graph.Environment;
import io.millrace.engine.graph.Services;
import io.millrace.expr.ScriptHost;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code millrace check}: everything a dry run finds, and what is legal and still likely to hurt.
 * Opens nothing. Exits with 0 if the agent would start, with 1 if not, or with {@code --strict} if
 * there is anything to say.
 */
@Command
final class Check implements Subcommand {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmgKMG])");

  @Parameters(paramLabel = "FILE", description = "Configuration file.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Option(names = "--strict", description = "Exit with 1 if there are warnings.")
  private boolean strict;

  @Option(
      names = "--ignore",
      paramLabel = "CODE",
      description =
          "Leave out what this rule finds, such as tail-positions; may be repeated. For one place,"
              + " write a comment above its section: # millrace:ignore CODE: REASON")
  private List<String> ignored = new ArrayList<>();

  @Option(
      names = {"-p", "--plugin"},
      paramLabel = "DIR",
      description = "Directory with jars of further plugins; may be repeated.")
  private List<Path> directories = new ArrayList<>();

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Heap of the agent that is to run it, such as 512m (default: this process's).")
  private Optional<String> heap = Optional.empty();

  @Option(
      names = "--conf-encoding",
      paramLabel = "NAME",
      description = "Character set of the file (default: utf-8).")
  private Charset encoding = StandardCharsets.UTF_8;

  @Override
  public int run(Console console) throws IOException {
    // What the engine logs while it builds a graph is among the findings, or of no interest here.
    ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    List<Finding> findings = findings();
    CheckReport report = new CheckReport(file, findings);
    console.out().print(json ? report.json() : report.text());
    return report.errors() > 0 || strict && report.warnings() > 0 ? 1 : 0;
  }

  private List<Finding> findings() throws IOException {
    Set<String> codes = ConfigCheck.codes();
    for (String code : ignored) {
      if (!codes.contains(code)) {
        throw new UsageException(
            "--ignore " + code + ": there is no such rule; expected one of " + codes);
      }
    }
    String hostname = InetAddress.getLocalHost().getHostName();
    InstantSource clock = InstantSource.system();
    ConfigLoader loader =
        new ConfigLoader(
            new ScriptHost(System.getenv(), hostname, clock, ZoneId.systemDefault()), "0");
    LoadOptions options = new LoadOptions(LoadOptions.Format.GUESS, encoding, Optional.empty());
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (Services services = services()) {
      return ConfigCheck.run(
          () -> loader.load(file, options),
          PluginJars.of(directories).catalog(),
          new Environment(clock, hostname, services, timer, (logger, level) -> {}),
          Set.copyOf(ignored));
    } finally {
      timer.shutdownNow();
    }
  }

  /** What plugins may ask for; none of it is made unless one does. */
  private Services services() {
    Services services = new Services();
    return services
        .add(LogDevice.class, () -> lines -> {})
        .add(MemoryBudget.class, this::budget)
        .add(EventLoops.class, EventLoops::new)
        .add(ListenerRegistry.class, () -> new ListenerRegistry(services.get(EventLoops.class)));
  }

  private MemoryBudget budget() {
    return heap.map(size -> new MemoryBudget(bytes(size) / 2)).orElseGet(MemoryBudget::halfOfHeap);
  }

  private static long bytes(String size) {
    Matcher matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      throw new UsageException("--heap " + size + ": expected a size such as 512m or 2g");
    }
    int unit = "kmg".indexOf(matcher.group(2).toLowerCase(Locale.ROOT));
    return Long.parseLong(matcher.group(1)) << 10 * (unit + 1);
  }
}
