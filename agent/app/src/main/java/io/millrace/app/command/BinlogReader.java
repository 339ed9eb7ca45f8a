package io.millrace.app.command;

import io.millrace.api.Formatter;
import io.millrace.api.PluginFactory;
import io.millrace.api.Tag;
import io.millrace.config.Binder;
import io.millrace.config.BoundChild;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.MalformedPackException;
import io.millrace.event.PackedEvents;
import io.millrace.net.forward.ValueReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code millrace binlog-reader}: shows the events of a chunk's file.
 *
 * <p>Source: {@code fluent-binlog-reader}; compressed files are ours.
 */
@Command
final class BinlogReader implements Subcommand {
  private static final int MAX_EVENT = 256 << 20;
  private static final int HEAD = 5;
  private static final List<String> ACTIONS = List.of("cat", "head", "formats");

  @Option(
      names = {"-f", "--format"},
      paramLabel = "TYPE",
      description = "Formatter of the lines (default: out_file).")
  private String format = "out_file";

  @Option(
      names = "-e",
      paramLabel = "KEY=VALUE",
      description = "Parameter of the formatter; may be repeated.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = {"-n", "--num"},
      paramLabel = "COUNT",
      description = "Most events to show (default: 5 for head, all for cat).")
  private Optional<Long> count = Optional.empty();

  @Option(
      names = {"-p", "--plugin"},
      paramLabel = "DIR",
      description = "Directory with jars of further formatters; may be repeated.")
  private List<Path> directories = new ArrayList<>();

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      description = "cat: all events; head: the first; formats: the formatters there are.")
  private String action = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "File of a chunk, plain or compressed by gzip or zstd.")
  private Optional<Path> file = Optional.empty();

  @Override
  public int run(Console console) throws IOException {
    if (!ACTIONS.contains(action)) {
      throw new UsageException(
          "unknown action '" + action + "': expected " + String.join(", ", ACTIONS));
    }
    PluginCatalog catalog = PluginJars.of(directories).catalog();
    if (action.equals("formats")) {
      catalog.factories("formatter").stream()
          .map(PluginFactory::type)
          .sorted()
          .forEach(console.out()::println);
      return 0;
    }
    long most = count.orElse(action.equals("head") ? HEAD : Long.MAX_VALUE);
    if (most < 1) {
      throw new UsageException("-n " + most + ": expected a number above 0");
    }
    show(requireFile(), most, formatter(catalog), console);
    return 0;
  }

  private Path requireFile() {
    Path given =
        file.orElseThrow(() -> new UsageException("no file is given: " + action + " FILE"));
    if (!Files.isRegularFile(given)) {
      throw new UsageException("file is not found: " + given);
    }
    return given;
  }

  private Formatter formatter(PluginCatalog catalog) {
    ConfigElement.Builder section =
        ConfigElement.builder("format", "", new SourceLocation("command line", 1));
    section.add("@type", format);
    parameters.forEach(section::add);
    Diagnostics diagnostics = new Diagnostics();
    ConfigElement element = section.build();
    Optional<BoundChild<?>> bound =
        new Binder(catalog, true, diagnostics).bindPlugin("formatter", element);
    diagnostics.throwIfAny();
    element.unusedParameters().stream()
        .findFirst()
        .ifPresent(
            unused -> {
              throw new UsageException(
                  "-e " + unused.name() + ": the formatter " + format + " has no such parameter");
            });
    return (Formatter) bound.orElseThrow().create(new CommandContext());
  }

  private static void show(Path path, long most, Formatter formatter, Console console)
      throws IOException {
    Tag tag = Tag.of(path.toString());
    ByteArraySink line = new ByteArraySink(1024);
    EventCursor event = new EventCursor();
    long shown = 0;
    try (InputStream in = ChunkFile.open(path)) {
      ValueReader values = new ValueReader(in, MAX_EVENT);
      while (shown < most) {
        Optional<ByteSlice> next = values.next();
        if (next.isEmpty()) {
          return;
        }
        event.reset(PackedEvents.check(next.get()));
        event.next();
        line.clear();
        formatter.format(tag, event, line);
        console.out().write(line.array(), 0, line.size());
        shown++;
      }
    } catch (MalformedPackException | EOFException | ZipException e) {
      throw new CommandException(
          path
              + ": event "
              + (shown + 1)
              + " cannot be read: "
              + e.getMessage()
              + ". Only chunks of packed events can be shown: those of an output that formats its"
              + " own lines, such as file or s3, hold these lines already");
    } finally {
      console.out().flush();
    }
  }
}
