package io.millrace.engine.graph;

import io.millrace.api.BufferDefaults;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.engine.output.CompatParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code <buffer>} section of an output: as the user wrote it or as parameters of v0.12 mean
 * it, with what the plugin sets where the user did not.
 *
 * <p>Source: Fluentd's output, and its compat parameters.
 */
final class BufferSections {
  private static final String BUFFER = "buffer";
  private static final String TIMEKEY = "timekey";

  /** Of v0.12's time slices that nothing says the length of. */
  private static final String DAY = "86400";

  private final boolean hasRootDir;
  private final Diagnostics diagnostics;

  /** Of graphs with a {@code root_dir} or not; warnings go to {@code diagnostics}. */
  BufferSections(boolean hasRootDir, Diagnostics diagnostics) {
    this.hasRootDir = hasRootDir;
    this.diagnostics = diagnostics;
  }

  /**
   * The section of {@code output}.
   *
   * @param written those that it has: one or none
   * @throws io.millrace.api.ConfigException if parameters of v0.12 contradict each other
   */
  ConfigElement of(ConfigElement output, List<ConfigElement> written, BufferDefaults defaults) {
    ConfigElement section = written.isEmpty() ? oldStyle(output, defaults) : written.get(0);
    if (defaults.tellsTimekey()) {
      tellTimekey(section, written.isEmpty() && section.parameters().isEmpty());
      tellOldZone(output);
    }
    Map<String, String> missing = missing(output, section, defaults);
    return missing.isEmpty() ? section : section.withDefaults(missing);
  }

  private void tellTimekey(ConfigElement section, boolean isMissing) {
    if (!section.argument().equals("[]") && section.peek(TIMEKEY).isEmpty()) {
      diagnostics.warn(
          section.location(),
          "default timekey interval (1d) will be used"
              + (isMissing ? " because of missing <buffer> section" : "")
              + ". To change the output frequency, please modify the timekey value in the <buffer>"
              + " section.");
    }
  }

  private void tellOldZone(ConfigElement output) {
    for (String name : List.of("utc", "localtime")) {
      if (output.peek(name).isPresent()) {
        diagnostics.warn(
            output.location(),
            "'"
                + name
                + "' is deprecated for output plugin. This parameter is used for formatter plugin in"
                + " compatibility layer. If you want to use same feature, use timekey_use_utc"
                + " parameter in <buffer> directive instead");
      }
    }
  }

  private Map<String, String> missing(
      ConfigElement output, ConfigElement section, BufferDefaults defaults) {
    Map<String, String> missing = new LinkedHashMap<>();
    boolean hasDirectory = hasRootDir && output.peek("@id").isPresent();
    defaults
        .parameters()
        .forEach(
            (name, value) -> {
              boolean given =
                  section.peek(name).isPresent()
                      || (name.equals("@type") && section.peek("type").isPresent());
              boolean ownDirectory = name.equals("path") && hasDirectory;
              boolean otherMode = name.equals("flush_interval") && !flushesByInterval(section);
              if (!given && !ownDirectory && !otherMode) {
                missing.put(name, value);
              }
            });
    return missing;
  }

  /** Whether the user left the plugin's {@code flush_mode interval} as it is. */
  private static boolean flushesByInterval(ConfigElement section) {
    return section.peek("flush_mode").map(mode -> mode.text().equals("interval")).orElse(true);
  }

  /** What the parameters of v0.12 in the output itself mean; an empty section if there are none. */
  private static ConfigElement oldStyle(ConfigElement output, BufferDefaults defaults) {
    Map<String, String> old = new LinkedHashMap<>();
    for (String name : CompatParameters.names()) {
      output.text(name).ifPresent(value -> old.put(name, value));
    }
    Map<String, String> buffer = CompatParameters.toBuffer(old);
    if (defaults.byDayInOldStyle() && !buffer.isEmpty()) {
      buffer.putIfAbsent(TIMEKEY, DAY);
    }
    ConfigElement.Builder section =
        ConfigElement.builder(BUFFER, buffer.containsKey(TIMEKEY) ? "time" : "", output.location());
    buffer.forEach(section::add);
    return section.build();
  }
}
