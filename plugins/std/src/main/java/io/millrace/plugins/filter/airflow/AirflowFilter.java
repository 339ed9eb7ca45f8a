package io.millrace.plugins.filter.airflow;

import io.millrace.api.Filter;
import io.millrace.api.FilterFactory;
import io.millrace.api.Param;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.api.Verdict;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.Pack;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;

/**
 * {@code @type airflow}: gives the lines of a task the two fields by which Airflow's web interface
 * asks Elasticsearch for them, {@code log_id} and {@code offset}. What a line has already is kept.
 * An event that names no DAG and no task passes as it is.
 *
 * <p>Source: Airflow's Elasticsearch provider, task handler: lines of one log_id, offset greater
 * than the last, sorted by offset.
 */
public final class AirflowFilter implements Filter {
  private static final RecordPath DAG_ID = RecordPath.ofKey("dag_id");
  private static final RecordPath TASK_ID = RecordPath.ofKey("task_id");

  /** No number of more digits fits into 64 bits for certain. */
  private static final int MAX_DIGITS = 18;

  /** Settings of {@code <filter>} with {@code @type airflow}. */
  public record Config(
      @Param(
              doc =
                  "How Airflow makes log_id, with names of fields in braces: its setting"
                      + " log_id_template. To be written in quotes. Without execution_date the field logical_date or run_id"
                      + " is taken, without map_index the text -1.",
              def = "{dag_id}_{task_id}_{execution_date}_{try_number}")
          String logIdTemplate,
      @Param(doc = "Field that takes the log_id.", def = "log_id") String logIdKey,
      @Param(
              doc =
                  "Field that takes the number to sort by: Airflow's setting offset_field. A number"
                      + " that is there is kept; else it is the event's time in nanoseconds, and"
                      + " greater than that of the line before.",
              def = "offset")
          String offsetKey) {
    /** Checks the template. */
    public Config {
      LogIdTemplate.parse(logIdTemplate);
    }
  }

  private final LogIdTemplate template;
  private final RecordPath logIdKey;
  private final RecordPath offsetKey;
  private final Offsets offsets = new Offsets();
  private final PerThread<ByteArraySink> scratch = new PerThread<>(() -> new ByteArraySink(128));

  @SuppressWarnings("unused") // every plugin's constructor takes a context
  private AirflowFilter(Config config, PluginContext context) {
    this.template = LogIdTemplate.parse(config.logIdTemplate());
    this.logIdKey = RecordPath.ofKey(config.logIdKey());
    this.offsetKey = RecordPath.ofKey(config.offsetKey());
  }

  @Override
  public Verdict filter(Tag tag, EventView event) {
    ByteSlice given = event.bytes(logIdKey);
    boolean ofTask = !event.bytes(DAG_ID).isEmpty() && !event.bytes(TASK_ID).isEmpty();
    if (given.isEmpty() && !ofTask) {
      return Verdict.KEEP;
    }
    int offset = event.find(offsetKey);
    if (!given.isEmpty() && isInteger(event, offset)) {
      return Verdict.KEEP;
    }
    ByteSlice logId = given.isEmpty() ? made(event) : given;
    long number = offset(event, offset, logId);
    RecordEditor editor = event.edit();
    editor.setText(logIdKey, logId);
    editor.setInteger(offsetKey, number);
    return Verdict.rewrite(editor);
  }

  private ByteSlice made(EventView event) {
    ByteArraySink out = scratch.get();
    out.clear();
    template.write(event, out);
    return out.slice();
  }

  private static boolean isInteger(EventView event, int at) {
    return at >= 0 && Pack.kind(event.array(), at) == Pack.Kind.INTEGER;
  }

  private long offset(EventView event, int at, ByteSlice logId) {
    if (isInteger(event, at)) {
      return Pack.integer(event.array(), at);
    }
    ByteSlice text = at < 0 ? ByteSlice.EMPTY : event.bytes(offsetKey);
    return isDigits(text)
        ? Long.parseLong(text.toString())
        : offsets.next(logId, event.seconds(), event.nanos());
  }

  private static boolean isDigits(ByteSlice text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.at(i) < '0' || text.at(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_DIGITS;
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends FilterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "airflow",
          "Gives the lines of Airflow's tasks what its web interface finds and sorts them by.",
          Config.class,
          AirflowFilter::new);
    }
  }
}
