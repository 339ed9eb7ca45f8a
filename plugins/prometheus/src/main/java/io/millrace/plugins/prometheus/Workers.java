package io.millrace.plugins.prometheus;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * The endpoints of one configuration in all workers. Workers share the process, so one worker asks
 * the others directly, where Fluentd sends requests to their ports. Safe for use by several
 * threads.
 */
final class Workers {
  private static final Map<String, Map<Integer, Supplier<String>>> ENDPOINTS =
      new ConcurrentHashMap<>();

  private Workers() {}

  /** Takes note that {@code worker} has an endpoint with these settings. */
  static void add(EndpointConfig config, int worker, Supplier<String> metrics) {
    ENDPOINTS.compute(
        key(config),
        (key, known) -> {
          Map<Integer, Supplier<String>> endpoints =
              known == null ? new ConcurrentSkipListMap<>() : known;
          endpoints.put(worker, metrics);
          return endpoints;
        });
  }

  /** Takes note that it is closed. */
  static void remove(EndpointConfig config, int worker, Supplier<String> metrics) {
    ENDPOINTS.computeIfPresent(
        key(config),
        (key, endpoints) -> {
          endpoints.remove(worker, metrics);
          return endpoints.isEmpty() ? null : endpoints;
        });
  }

  /** The metrics of all workers, in the order of their numbers. */
  static List<String> metrics(EndpointConfig config) {
    return ENDPOINTS.getOrDefault(key(config), Map.of()).values().stream()
        .map(Supplier::get)
        .toList();
  }

  private static String key(EndpointConfig config) {
    return config.bind() + " " + config.port() + " " + config.metricsPath();
  }
}
