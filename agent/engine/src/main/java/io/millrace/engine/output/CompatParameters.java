package io.millrace.engine.output;

import io.millrace.api.ConfigException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Parameters of Fluentd v0.12, which stood in the output itself, as parameters of a {@code
 * <buffer>} section. For outputs without such a section only.
 *
 * <p>Source: Fluentd's compat parameters, buffer.
 */
public final class CompatParameters {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("buffer_type", "@type"),
          Map.entry("buffer_path", "path"),
          Map.entry("num_threads", "flush_thread_count"),
          Map.entry("flush_interval", "flush_interval"),
          Map.entry("try_flush_interval", "flush_thread_interval"),
          Map.entry("queued_chunk_flush_interval", "flush_thread_burst_interval"),
          Map.entry("disable_retry_limit", "retry_forever"),
          Map.entry("retry_limit", "retry_max_times"),
          Map.entry("retry_wait", "retry_wait"),
          Map.entry("max_retry_wait", "retry_max_interval"),
          Map.entry("buffer_chunk_limit", "chunk_limit_size"),
          Map.entry("buffer_queue_limit", "queue_limit_length"),
          Map.entry("buffer_queue_full_action", "overflow_action"),
          Map.entry("flush_at_shutdown", "flush_at_shutdown"),
          Map.entry("time_slice_wait", "timekey_wait"),
          Map.entry("timezone", "timekey_zone"));

  private static final String TIME_SLICE_FORMAT = "time_slice_format";
  private static final String UTC = "utc";
  private static final String LOCALTIME = "localtime";

  private CompatParameters() {}

  /** The names of the output's parameters that {@link #toBuffer} reads. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>(NAMES.keySet());
    names.addAll(Set.of(TIME_SLICE_FORMAT, UTC, LOCALTIME));
    return Set.copyOf(names);
  }

  /**
   * The parameters of the {@code <buffer>} section. A {@code timekey} among them means that {@code
   * time} is a chunk key.
   *
   * @param output parameters of the output, as written
   * @throws ConfigException if they contradict each other
   */
  public static Map<String, String> toBuffer(Map<String, String> output) {
    Map<String, String> buffer = new LinkedHashMap<>();
    output.forEach(
        (name, value) -> {
          String known = NAMES.get(name);
          if (known != null) {
            boolean oldWord = "overflow_action".equals(known) && "exception".equals(value);
            buffer.put(known, oldWord ? "throw_exception" : value);
          }
        });
    timekey(output)
        .ifPresent(
            timekey -> {
              buffer.put("timekey", timekey);
              useUtc(output).ifPresent(utc -> buffer.put("timekey_use_utc", utc));
            });
    return buffer;
  }

  private static Optional<String> timekey(Map<String, String> output) {
    String format = output.get(TIME_SLICE_FORMAT);
    if (format == null) {
      return Optional.empty();
    }
    if (format.contains("%S")) {
      return Optional.of("1");
    } else if (format.contains("%M")) {
      return Optional.of("60");
    } else if (format.contains("%H")) {
      return Optional.of("3600");
    } else if (format.contains("%d")) {
      return Optional.of("86400");
    }
    throw new ConfigException(
        "time_slice_format only with %Y or %m is too long: '"
            + format
            + "'; it needs %d, %H, %M or %S");
  }

  private static Optional<String> useUtc(Map<String, String> output) {
    boolean utc = isSet(output, UTC);
    boolean local = isSet(output, LOCALTIME);
    if (utc && local) {
      throw new ConfigException("both of utc and localtime are specified, use only one of them");
    }
    return utc || local ? Optional.of(Boolean.toString(utc)) : Optional.empty();
  }

  /** A bare {@code utc} is true, as in Fluentd. */
  private static boolean isSet(Map<String, String> output, String name) {
    String value = output.get(name);
    return value != null && !Set.of("false", "no").contains(value);
  }
}
