package io.millrace.plugins.kubernetes;

import io.millrace.api.PluginContext;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Counts what happens to the caches, as metrics and as a line in the log, under the names of
 * Fluentd's plugin. Safe for use by several threads.
 */
final class Statistics {
  /** What is counted. */
  enum Count {
    POD_CACHE_API_UPDATES("Pods that were fetched."),
    POD_CACHE_API_NIL_NOT_FOUND("Pods that were asked for and do not exist."),
    POD_CACHE_API_NIL_ERROR("Requests for a pod that failed."),
    NAMESPACE_CACHE_API_UPDATES("Namespaces that were fetched."),
    NAMESPACE_CACHE_API_NIL_NOT_FOUND("Namespaces that were asked for and do not exist."),
    NAMESPACE_CACHE_API_NIL_ERROR("Requests for a namespace that failed."),
    POD_CACHE_WATCH_UPDATES("Changes of pods taken in."),
    POD_CACHE_WATCH_MISSES("Changes of pods nobody asked for."),
    POD_CACHE_WATCH_DELETES("Pods that were deleted."),
    POD_WATCH_FAILURES("Failures to list or watch pods."),
    POD_WATCH_GONE_NOTICES("Watches of pods that had to start over with a list."),
    NAMESPACE_CACHE_WATCH_UPDATES("Changes of namespaces taken in."),
    NAMESPACE_CACHE_WATCH_MISSES("Changes of namespaces nobody asked for."),
    NAMESPACE_CACHE_WATCH_DELETES("Namespaces that were deleted."),
    NAMESPACE_WATCH_FAILURES("Failures to list or watch namespaces."),
    NAMESPACE_WATCH_GONE_NOTICES("Watches of namespaces that had to start over with a list."),
    ID_CACHE_MISS("Containers whose metadata had to be put together."),
    ID_CACHE_POD_NOT_FOUND_NAMESPACE("Containers without a pod, in a namespace that exists."),
    ID_CACHE_ORPHANED_RECORD("Containers whose namespace does not exist.");

    private final String doc;

    Count(String doc) {
      this.doc = doc;
    }

    String metric() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
  private final Map<String, LongSupplier> sizes = new LinkedHashMap<>();

  Statistics(PluginContext context, ObjectStore pods, ObjectStore namespaces) {
    for (Count count : Count.values()) {
      counts.put(count, context.counter(count.metric(), count.doc));
    }
    sizes.put("namespace_cache_size", namespaces::size);
    sizes.put("pod_cache_size", pods::size);
    context.gauge("namespace_cache_size", "Namespaces that are known.", namespaces::size);
    context.gauge("pod_cache_size", "Pods that are known.", pods::size);
  }

  void add(Count count) {
    LongAdder adder = counts.get(count);
    if (adder != null) {
      adder.increment();
    }
  }

  /** The line of the log: sizes, and whatever was counted. */
  String line() {
    String all =
        sizes.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue().getAsLong())
            .collect(Collectors.joining(", "));
    String counted =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue().sum() > 0)
            .map(entry -> ", " + entry.getKey().metric() + ": " + entry.getValue().sum())
            .collect(Collectors.joining());
    return "stats - " + all + counted;
  }
}
