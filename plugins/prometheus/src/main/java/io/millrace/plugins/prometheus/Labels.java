package io.millrace.plugins.prometheus;

import io.millrace.api.Fields;
import io.millrace.api.PluginContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A {@code <labels>} section. */
record Labels(@Fields(doc = "Names of labels and their values.") Map<String, String> values) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Set<String> RESERVED = Set.of("pid", "le", "quantile");

  /** Checks the names. */
  Labels {
    for (String name : values.keySet()) {
      if (!NAME.matcher(name).matches() || name.startsWith("__") || RESERVED.contains(name)) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' cannot be the name of a label: letters, digits and _ are expected, no __ at"
                + " the start, and none of "
                + RESERVED.stream().sorted().toList());
      }
    }
  }

  /**
   * The labels of a level that may have one section.
   *
   * @throws IllegalArgumentException if it has more
   */
  static Map<String, String> only(List<Labels> sections) {
    if (sections.size() > 1) {
      throw new IllegalArgumentException("labels section must have at most 1");
    }
    return sections.isEmpty() ? Map.of() : sections.get(0).values();
  }

  /**
   * Labels that know no event: text, {@code ${hostname}}, {@code ${worker_id}}; with the worker's
   * id if there are several.
   *
   * @throws IllegalArgumentException if a value wants a record
   */
  static Map<String, String> fixed(List<Labels> sections, PluginContext context) {
    Map<String, String> fixed = new LinkedHashMap<>();
    only(sections)
        .forEach(
            (name, value) -> {
              if (value.startsWith("$.") || value.startsWith("$[")) {
                throw new IllegalArgumentException(
                    "label " + name + ": record accessor syntax is not allowed: " + value);
              }
              fixed.put(name, hostAndWorker(value, context));
            });
    return withWorker(fixed, context);
  }

  static String hostAndWorker(String value, PluginContext context) {
    return value
        .replace("${hostname}", context.hostname())
        .replace("${worker_id}", Integer.toString(context.system().workerId()));
  }

  /** With the label {@code worker_id} if there are several workers. */
  static Map<String, String> withWorker(Map<String, String> labels, PluginContext context) {
    if (context.system().workers() > 1) {
      labels.putIfAbsent("worker_id", Integer.toString(context.system().workerId()));
    }
    return labels;
  }
}
