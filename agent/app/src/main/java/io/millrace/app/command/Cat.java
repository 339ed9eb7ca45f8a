package io.millrace.app.command;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.JsonPacker;
import io.millrace.event.MalformedJsonException;
import io.millrace.event.MalformedPackException;
import io.millrace.event.Pack;
import io.millrace.event.PackWriter;
import io.millrace.event.time.FreeFormTime;
import io.millrace.event.time.TimeParseException;
import io.millrace.event.time.Zone;
import io.millrace.net.forward.ValueReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code millrace cat}: sends what comes on standard input as events, each as soon as it is there.
 *
 * <p>Source: {@code fluent-cat}.
 */
@Command
final class Cat implements Subcommand {
  private static final int MAX_RECORD = 64 << 20;
  private static final Path DEFAULT_SOCKET = Path.of("/var/run/fluent/fluent.sock");

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "Port of the forward input (default: 24224).")
  private int port = 24224;

  @Option(
      names = {"-h", "--host"},
      paramLabel = "HOST",
      description = "Host of the forward input (default: 127.0.0.1).")
  private String host = "127.0.0.1";

  @Option(
      names = {"-u", "--unix"},
      description = "Use a socket of the file system instead.")
  private boolean unix;

  @Option(
      names = {"-s", "--socket"},
      paramLabel = "PATH",
      description = "That socket (default: $FLUENT_SOCKET or /var/run/fluent/fluent.sock).")
  private Optional<Path> socket = Optional.empty();

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "Form of the input: json (the default), msgpack or none.")
  private String format = "json";

  @Option(names = "--json", description = "Same as -f json: each line is a JSON object.")
  private boolean json;

  @Option(names = "--msgpack", description = "Same as -f msgpack: a stream of maps.")
  private boolean msgpack;

  @Option(names = "--none", description = "Same as -f none: each line is text.")
  private boolean none;

  @Option(
      names = "--message-key",
      paramLabel = "KEY",
      description = "Field that takes the text, with none (default: message).")
  private String messageKey = "message";

  @Option(names = "--time-as-integer", description = "Send times as whole seconds.")
  private boolean timeAsInteger;

  @Option(
      names = "--retry-limit",
      paramLabel = "N",
      description = "How often to try again if the input cannot be reached (default: 5).")
  private int retryLimit = 5;

  @Option(
      names = "--event-time",
      paramLabel = "TIME",
      description = "Time of the events, in any usual form (default: now).")
  private Optional<String> eventTime = Optional.empty();

  @Parameters(paramLabel = "TAG", description = "Tag of the events.")
  private String tag = "";

  private final ByteArraySink record = new ByteArraySink(1024);

  /** Gives the next record; empty where the input ends. */
  @FunctionalInterface
  private interface Records {
    Optional<ByteSlice> next() throws IOException;
  }

  @Override
  public int run(Console console) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(console.in(), 1 << 16);
    Records records = records(in);
    Supplier<EventTime> times = times();
    ForwardSender.Target target =
        unix || socket.isPresent()
            ? ForwardSender.Target.unix(socket.orElseGet(Cat::defaultSocket))
            : ForwardSender.Target.tcp(host, port);
    try (ForwardSender sender = new ForwardSender(target, retryLimit, console.err())) {
      try {
        Optional<ByteSlice> next = records.next();
        while (next.isPresent()) {
          sender.add(tag, times.get(), timeAsInteger, next.get());
          if (in.available() == 0) {
            sender.flush();
          }
          next = records.next();
        }
      } finally {
        sender.flush(); // what came before a bad record is sent
      }
    }
    return 0;
  }

  private static Path defaultSocket() {
    return Optional.ofNullable(System.getenv("FLUENT_SOCKET")).map(Path::of).orElse(DEFAULT_SOCKET);
  }

  private Supplier<EventTime> times() {
    InstantSource clock = InstantSource.system();
    if (eventTime.isEmpty()) {
      return () -> EventTime.of(clock.instant());
    }
    try {
      EventTime given = new FreeFormTime(Zone.local(), clock).parse(eventTime.get());
      return () -> given;
    } catch (TimeParseException e) {
      throw new UsageException("--event-time " + eventTime.get() + ": no time can be made out");
    }
  }

  private Records records(InputStream in) {
    String wanted = json ? "json" : msgpack ? "msgpack" : none ? "none" : format;
    return switch (wanted) {
      case "json" -> jsonLines(new ByteLines(in));
      case "msgpack" -> packed(new ValueReader(in, MAX_RECORD));
      case "none" -> textLines(new ByteLines(in));
      default ->
          throw new UsageException(
              "unknown format '" + wanted + "': expected json, msgpack or none");
    };
  }

  private Records jsonLines(ByteLines lines) {
    JsonPacker packer = new JsonPacker(MAX_RECORD);
    PackWriter out = new PackWriter(record);
    return () -> {
      Optional<ByteSlice> line = lines.next();
      if (line.isEmpty()) {
        return line;
      }
      record.clear();
      try {
        packer.pack(line.get(), out);
      } catch (MalformedJsonException e) {
        throw new CommandException("line " + lines.number() + ": " + e.getMessage());
      }
      return Optional.of(map(record.slice(), "line " + lines.number()));
    };
  }

  private Records textLines(ByteLines lines) {
    PackWriter out = new PackWriter(record);
    return () -> {
      Optional<ByteSlice> line = lines.next();
      if (line.isEmpty()) {
        return line;
      }
      record.clear();
      out.mapHeader(1);
      out.text(messageKey);
      out.text(line.get().array(), line.get().offset(), line.get().length());
      return Optional.of(record.slice());
    };
  }

  private static Records packed(ValueReader values) {
    return () -> {
      try {
        return values.next().map(Cat::record);
      } catch (MalformedPackException e) {
        throw new CommandException("the input is no MessagePack: " + e.getMessage());
      }
    };
  }

  /** A record, or the record of a {@code [time, record]} pair. */
  private static ByteSlice record(ByteSlice value) {
    byte[] a = value.array();
    Pack.checkKnown(a, value.offset(), value.end());
    if (Pack.kind(a, value.offset()) == Pack.Kind.ARRAY && Pack.count(a, value.offset()) == 2) {
      int second = Pack.skip(a, Pack.body(a, value.offset()));
      return map(ByteSlice.of(a, second, value.end() - second), "a [time, record] pair");
    }
    return map(value, "a value");
  }

  private static ByteSlice map(ByteSlice value, String where) {
    if (Pack.kind(value.array(), value.offset()) != Pack.Kind.MAP) {
      throw new CommandException("Input must be a map: " + where + " is none");
    }
    return value;
  }
}
