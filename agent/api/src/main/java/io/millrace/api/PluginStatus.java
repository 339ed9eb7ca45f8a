package io.millrace.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One plugin at one moment.
 *
 * @param id its {@code @id}, or a made-up one
 * @param category {@code input}, {@code filter} or {@code output}
 * @param type its {@code @type} as it was written
 * @param parameters the parameters of its section, in order, without sub-sections; secrets are
 *     masked
 * @param hasStores whether it is an output that only passes events to its stores
 * @param counters what it counted, under the names of Fluentd's monitor agent
 * @param gauges what it measures now, its buffer excepted
 * @param buffer present for an output with a buffer
 * @param retry present while deliveries fail
 * @param files the files an input follows
 */
public record PluginStatus(
    String id,
    String category,
    String type,
    Map<String, String> parameters,
    boolean hasStores,
    List<Reading> counters,
    List<Reading> gauges,
    Optional<BufferStatus> buffer,
    Optional<RetryStatus> retry,
    List<FollowedFile> files) {
  /** Name of the counter of an output's errors. */
  public static final String ERRORS = "retry_count";

  /**
   * A value.
   *
   * @param name its name
   * @param doc one sentence
   * @param value the value
   */
  public record Reading(String name, String doc, long value) {}

  /** Whether it is an output. */
  public boolean isOutput() {
    return category.equals("output");
  }

  /** Value of the counter called {@code name}; empty if the plugin has none. */
  public OptionalLong counter(String name) {
    return counters.stream()
        .filter(reading -> reading.name().equals(name))
        .mapToLong(Reading::value)
        .findFirst();
  }
}
