package io.millrace.plugins.monitor;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Objects as lines of labelled, tab-separated values: items of lists are joined by commas, objects
 * inside are left out, nil is empty.
 */
final class Ltsv {
  private Ltsv() {}

  static String of(List<Map<String, @Nullable Object>> objects) {
    StringBuilder text = new StringBuilder();
    for (Map<String, @Nullable Object> object : objects) {
      StringJoiner line = new StringJoiner("\t", "", "\n");
      object.forEach(
          (name, value) -> {
            if (!(value instanceof Map)) {
              line.add(name + ":" + (value == null ? "" : text(value)));
            }
          });
      text.append(line);
    }
    return text.toString();
  }

  private static String text(Object value) {
    return value instanceof List<?> items
        ? items.stream().map(String::valueOf).collect(Collectors.joining(","))
        : value.toString();
  }
}
