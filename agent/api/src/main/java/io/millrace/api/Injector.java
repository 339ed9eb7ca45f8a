package io.millrace.api;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventView;
import io.millrace.event.PackWriter;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Adds host name, worker, tag and time to records, in this order, as {@code <inject>} says. A field
 * that is there already is overwritten in its place. Safe for use by several threads.
 *
 * <p>Source: Fluentd's inject helper.
 */
public final class Injector {
  /** One field of the record-to-be: a key, and how its value is written. */
  private record Field(ByteSlice key, Value value) {}

  @FunctionalInterface
  private interface Value {
    void write(Tag tag, EventView event, Scratch scratch, PackWriter out);
  }

  /** What one thread works with. */
  private static final class Scratch {
    final RecordEditor editor = new RecordEditor();
    final EventCursor view = new EventCursor();
    final ByteArraySink text = new ByteArraySink(64);
  }

  private final Field[] fields;
  private final PerThread<Scratch> scratch = new PerThread<>(Scratch::new);

  private Injector(Field[] fields) {
    this.fields = fields;
  }

  /** For a plugin that has no {@code <inject>}. */
  public static Injector none() {
    return new Injector(new Field[0]);
  }

  /** As {@code config} says; adds nothing if it is missing. */
  public static Injector of(Optional<InjectConfig> config, PluginContext context) {
    return config.map(given -> of(given, context)).orElseGet(Injector::none);
  }

  /** As {@code config} says. */
  public static Injector of(InjectConfig config, PluginContext context) {
    if (config.timeKey().isEmpty() && config.time().timeFormat().isPresent()) {
      context.log().warn("'time_format' specified without 'time_key' in <inject>, will be ignored");
    }
    config.hostnameKey().ifPresent(key -> requireNoChunkKey(key, context));
    ByteSlice hostname = ByteSlice.utf8(config.hostname().orElseGet(context::hostname));
    int worker = context.system().workerId();
    Field[] fields =
        Stream.of(
                field(config.hostnameKey(), (tag, event, scratch, out) -> text(hostname, out)),
                field(config.workerIdKey(), (tag, event, scratch, out) -> out.integer(worker)),
                field(config.tagKey(), (tag, event, scratch, out) -> text(tag.utf8(), out)),
                field(config.timeKey(), time(config)))
            .flatMap(Optional::stream)
            .toArray(Field[]::new);
    return new Injector(fields);
  }

  /** Chunks are told apart before anything is injected. */
  private static void requireNoChunkKey(String key, PluginContext context) {
    List<RecordPath> chunkKeys = context.chunkKeys().map(ChunkKeys::fields).orElse(List.of());
    if (chunkKeys.contains(RecordPath.parse(key))) {
      throw new ConfigException(
          "the key specified by 'hostname_key' in <inject> cannot be used in buffering chunk key: "
              + key);
    }
  }

  private static Optional<Field> field(Optional<String> key, Value value) {
    return key.map(name -> new Field(ByteSlice.utf8(name), value));
  }

  private static void text(ByteSlice utf8, PackWriter out) {
    out.text(utf8.array(), utf8.offset(), utf8.length());
  }

  private static Value time(InjectConfig config) {
    return switch (config.timeType()) {
      case FLOAT -> (tag, event, scratch, out) -> out.floating(seconds(event));
      case UNIXTIME -> (tag, event, scratch, out) -> out.integer(event.seconds());
      case UNIXTIME_MILLIS -> (tag, event, scratch, out) -> out.integer(units(event, 1_000));
      case UNIXTIME_MICROS -> (tag, event, scratch, out) -> out.integer(units(event, 1_000_000));
      case UNIXTIME_NANOS -> (tag, event, scratch, out) -> out.integer(units(event, 1_000_000_000));
      case STRING -> {
        TimeFormatter format = config.time().formatter(TimeType.STRING);
        yield (tag, event, scratch, out) -> {
          scratch.text.clear();
          format.write(event, scratch.text);
          out.text(scratch.text.array(), 0, scratch.text.size());
        };
      }
    };
  }

  /** The time in units of which a second has {@code perSecond}; what is finer is cut off. */
  private static long units(EventView event, int perSecond) {
    return event.seconds() * perSecond + event.nanos() / (1_000_000_000 / perSecond);
  }

  private static double seconds(EventView event) {
    return (double) units(event, 1_000_000) / 1e6;
  }

  /**
   * The event with the fields added; the same object if there are none. Valid until this thread
   * calls again, and as long as {@code event} is.
   */
  public EventView apply(Tag tag, EventView event) {
    if (fields.length == 0) {
      return event;
    }
    Scratch mine = scratch.get();
    RecordEditor editor = mine.editor.copyOf(event.array(), event.recordStart(), event.recordEnd());
    for (Field field : fields) {
      field.value.write(tag, event, mine, editor.value());
      editor.put(field.key);
    }
    return mine.view.show(event, editor);
  }
}
