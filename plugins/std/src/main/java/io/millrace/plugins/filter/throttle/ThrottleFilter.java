package io.millrace.plugins.filter.throttle;

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
import io.millrace.event.PackWriter;
import io.millrace.event.RecordPath;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * {@code @type throttle}: lets pass so many events of each group in a period and drops the others,
 * which are counted. Events with the same values of {@code group_key} are one group.
 *
 * <p>The groups are spread over {@value #STRIPES} tables, each with a lock of its own, so threads
 * that see different groups do not wait for each other.
 *
 * <p>Source: fluent-plugin-throttle.
 */
public final class ThrottleFilter implements Filter {
  private static final int STRIPES = 16;

  /** Settings of {@code <filter>} with {@code @type throttle}. */
  public record Config(
      @Param(
              doc = "Fields whose values make a group; dots lead into nested maps.",
              def = "kubernetes.container_name")
          List<String> groupKey,
      @Param(doc = "Seconds for which group_bucket_limit counts.", def = "60")
          int groupBucketPeriodS,
      @Param(doc = "Events of a group that pass in a period.", def = "6000") int groupBucketLimit,
      @Param(doc = "Whether what is too much is dropped, or only reported.", def = "true")
          boolean groupDropLogs,
      @Param(
              doc =
                  "Events in a second below which a group that was too much may begin anew; -1"
                      + " begins with each period. Without it, the limit by the period.")
          Optional<Integer> groupResetRateS,
      @Param(doc = "Seconds between two warnings of one group.", def = "10") int groupWarningDelayS,
      @Param(
              doc = "Groups that are remembered; beyond it the one seen longest ago is forgotten.",
              def = "10000")
          int groupLimit) {
    /** Refuses periods and limits that let nothing pass. */
    public Config {
      positive("group_bucket_period_s", groupBucketPeriodS);
      positive("group_bucket_limit", groupBucketLimit);
      positive("group_warning_delay_s", groupWarningDelayS);
      positive("group_limit", groupLimit);
      int reset = groupResetRateS.orElse(0);
      if (reset < -1 || reset > groupBucketLimit / groupBucketPeriodS) {
        throw new IllegalArgumentException(
            "group_reset_rate_s must be >= -1 and <= group_bucket_limit / group_bucket_period_s = "
                + groupBucketLimit / groupBucketPeriodS
                + ", not "
                + reset);
      }
    }

    private static void positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be > 0, not " + value);
      }
    }
  }

  private final Config config;
  private final PluginContext context;
  private final List<RecordPath> keys;
  private final Buckets[] stripes = new Buckets[STRIPES];
  private final LongAdder dropped;
  private final PerThread<PackWriter> groups =
      new PerThread<>(() -> new PackWriter(new ByteArraySink(128)));

  private ThrottleFilter(Config config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.keys = config.groupKey().stream().map(ThrottleFilter::path).toList();
    this.dropped = context.counter("dropped_records", "Events beyond the limit of their group.");
    Limits limits =
        new Limits(
            config.groupBucketPeriodS(),
            config.groupBucketLimit(),
            config
                .groupResetRateS()
                .orElse(config.groupBucketLimit() / config.groupBucketPeriodS()),
            config.groupWarningDelayS());
    int perStripe = Math.max(1, config.groupLimit() / STRIPES);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Buckets(limits, perStripe, context.log());
    }
  }

  private static RecordPath path(String key) {
    if (key.startsWith("$.") || key.startsWith("$[")) {
      return RecordPath.parse(key);
    }
    return RecordPath.parse(
        Arrays.stream(key.split("\\."))
            .map(part -> "[\"" + part + "\"]")
            .collect(Collectors.joining("", "$", "")));
  }

  @Override
  public Verdict filter(Tag tag, EventView event) {
    ByteSlice group = group(event);
    Buckets buckets = stripes[Math.floorMod(group.hashCode(), STRIPES)];
    if (buckets.takes(group, context.clock().millis())) {
      return Verdict.KEEP;
    }
    if (!config.groupDropLogs()) {
      return Verdict.KEEP;
    }
    dropped.increment();
    return Verdict.DROP;
  }

  /** The values of the group's keys as a packed array; valid until the next call. */
  private ByteSlice group(EventView event) {
    PackWriter group = groups.get();
    group.sink().clear();
    group.arrayHeader(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      int at = event.find(keys.get(i));
      if (at < 0) {
        group.nil();
      } else {
        group.sink().write(event.array(), at, Pack.skip(event.array(), at) - at);
      }
    }
    return group.sink().slice();
  }

  /** Makes this filter. */
  public static final class Factory extends FilterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "throttle",
          "Drops events of which there are too many.",
          Config.class,
          ThrottleFilter::new);
    }
  }
}
