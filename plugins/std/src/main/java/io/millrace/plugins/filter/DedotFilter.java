package io.millrace.plugins.filter;

import io.millrace.api.Filter;
import io.millrace.api.FilterFactory;
import io.millrace.api.Param;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.api.Verdict;
import io.millrace.event.EventView;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.util.List;

/**
 * {@code @type dedot}: replaces the dots in field names, which Elasticsearch would take for
 * nesting. A record without a dot in its names is not copied. Of two names that become the same the
 * last one's value stays.
 *
 * <p>Source: fluent-plugin-dedot_filter. {@code de_dot_paths} is ours: labels and annotations of
 * Kubernetes are mostly all that needs it.
 */
public final class DedotFilter implements Filter {

  /** Settings of {@code <filter>} with {@code @type dedot}. */
  public record Config(
      @Param(doc = "Whether anything is replaced.", def = "true") boolean deDot,
      @Param(doc = "What stands in place of a dot.", def = "_") String deDotSeparator,
      @Param(
              doc = "Whether names in nested maps, and in maps in arrays, are changed too.",
              def = "false")
          boolean deDotNested,
      @Param(
              doc =
                  "Maps whose names are changed, in record accessor syntax, such as"
                      + " $.kubernetes.labels; without it the record's.",
              def = "")
          List<RecordPath> deDotPaths) {
    /** Refuses to replace dots by dots. */
    public Config {
      if (deDot && deDotSeparator.contains(".")) {
        throw new IllegalArgumentException(
            "Invalid de_dot_separator: cannot be or contain '.', but is '" + deDotSeparator + "'");
      }
    }
  }

  private final Config config;
  private final PerThread<Dedotter> dedotters;

  private DedotFilter(Config config, PluginContext context) {
    this.config = config;
    this.dedotters =
        new PerThread<>(() -> new Dedotter(config.deDotSeparator(), config.deDotNested()));
    if (config.deDot() && config.deDotNested()) {
      context.log().info("DeDot will recurse nested hashes and arrays");
    }
  }

  @Override
  public Verdict filter(Tag tag, EventView event) {
    if (!config.deDot()) {
      return Verdict.KEEP;
    }
    Dedotter dedotter = dedotters.get();
    if (!config.deDotPaths().isEmpty()) {
      return paths(event, dedotter);
    }
    if (!dedotter.hasDots(event.array(), event.recordStart())) {
      return Verdict.KEEP;
    }
    byte[] changed = dedotter.changed(event.array(), event.recordStart());
    return Verdict.rewrite(event.edit().copyOf(changed, 0, dedotter.size()));
  }

  private Verdict paths(EventView event, Dedotter dedotter) {
    boolean any = false;
    for (RecordPath path : config.deDotPaths()) {
      int at = event.find(path);
      any |= at >= 0 && dedotter.hasDots(event.array(), at);
    }
    if (!any) {
      return Verdict.KEEP;
    }
    RecordEditor record = event.edit();
    for (RecordPath path : config.deDotPaths()) {
      dedotter.change(path, record);
    }
    return Verdict.rewrite(record);
  }

  /** Makes this filter. */
  public static final class Factory extends FilterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("dedot", "Replaces the dots in field names.", Config.class, DedotFilter::new);
    }
  }
}
