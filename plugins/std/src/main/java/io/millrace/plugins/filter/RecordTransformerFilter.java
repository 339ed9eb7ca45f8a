package io.millrace.plugins.filter;

import io.millrace.api.Fields;
import io.millrace.api.Filter;
import io.millrace.api.FilterFactory;
import io.millrace.api.Param;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.Tag;
import io.millrace.api.Verdict;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventTime;
import io.millrace.event.EventView;
import io.millrace.event.PackWriter;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code @type record_transformer}: adds fields made of templates, and removes others.
 *
 * <p>All templates see the record as it came. Their values are spliced into a copy of its bytes;
 * fields that nothing touches are never decoded. An event that a template fails on goes to the
 * error stream.
 *
 * <p>Source: Fluentd's filter_record_transformer.
 */
public final class RecordTransformerFilter implements Filter {

  /** A {@code <record>} section. */
  public record NewFields(
      @Fields(doc = "Fields to set and their values, in which placeholders are filled in.")
          Map<String, String> fields) {}

  /** Settings of {@code <filter>} with {@code @type record_transformer}. */
  public record Config(
      @Param(doc = "Fields to remove at the end, in record accessor syntax.", def = "")
          List<RecordPath> removeKeys,
      @Param(doc = "Top-level fields to keep where renew_record is set.", def = "")
          List<String> keepKeys,
      @Param(doc = "Whether to start with an empty record.", def = "false") boolean renewRecord,
      @Param(doc = "Field of the new record whose value, in seconds, is the event's new time.")
          Optional<String> renewTimeKey,
      @Param(doc = "Whether placeholders hold Ruby expressions.", def = "false") boolean enableRuby,
      @Param(doc = "Whether a value that is one placeholder keeps its type.", def = "true")
          boolean autoTypecast,
      @Section(doc = "Fields to set.", name = "record") List<NewFields> records) {
    /** Refuses to keep what is not dropped. */
    public Config {
      if (!keepKeys.isEmpty() && !renewRecord) {
        throw new IllegalArgumentException("`renew_record` must be true to use `keep_keys`");
      }
    }
  }

  /** What one thread works with. */
  private static final class Scratch {
    final EventScope scope;
    final ByteArraySink fields = new ByteArraySink(256);
    final PackWriter writer = new PackWriter(fields);

    Scratch(String hostname) {
      scope = new EventScope(hostname);
    }
  }

  private final PluginContext context;
  private final Config config;
  private final NewRecord template;
  private final List<RecordPath> keepKeys;
  private final Optional<RecordPath> renewTimeKey;
  private final PerThread<Scratch> scratch;

  private RecordTransformerFilter(Config config, PluginContext context) {
    this.context = context;
    this.config = config;
    this.template = NewRecord.compile(config, context);
    this.keepKeys = config.keepKeys().stream().map(RecordPath::ofKey).toList();
    this.renewTimeKey = config.renewTimeKey().map(RecordPath::ofKey);
    this.scratch = new PerThread<>(() -> new Scratch(context.hostname()));
  }

  @Override
  public Verdict filter(Tag tag, EventView event) {
    try {
      return transform(tag, event);
    } catch (RuntimeException e) {
      context.errors().emit(tag, event, e);
      return Verdict.DROP;
    }
  }

  private Verdict transform(Tag tag, EventView event) {
    Scratch mine = scratch.get();
    mine.scope.show(tag, event);
    mine.fields.clear();
    template.write(mine.scope, mine.writer);
    RecordEditor editor = event.edit();
    if (config.renewRecord()) {
      keep(event, editor.clear());
    } else if (template.mayMutate()) {
      mine.scope.takeOver(editor);
    }
    Splice.merge(editor, mine.fields.array(), 0, template.size());
    Optional<EventTime> time = renewTimeKey.flatMap(key -> RenewedTime.of(editor.record(), key));
    for (RecordPath key : config.removeKeys()) {
      editor.remove(key);
    }
    return time.isPresent() ? Verdict.rewrite(time.get(), editor) : Verdict.rewrite(editor);
  }

  private void keep(EventView event, RecordEditor editor) {
    for (RecordPath key : keepKeys) {
      int at = event.find(key);
      if (at >= 0) {
        Splice.copy(event.array(), at, editor.value());
        editor.put(key);
      }
    }
  }

  /** Makes this filter. */
  public static final class Factory extends FilterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "record_transformer",
          "Adds and removes fields.",
          Config.class,
          RecordTransformerFilter::new);
    }
  }
}
