package io.millrace.verify.chart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Walks into parsed YAML, and says where it stopped when the shape is not the expected one. */
final class Yaml {

  private Yaml() {}

  static Object at(Object node, String... path) {
    Object here = node;
    for (String step : path) {
      Map<String, Object> map = map(here);
      if (!map.containsKey(step)) {
        throw new IllegalArgumentException("no '" + step + "' among " + map.keySet());
      }
      here = map.get(step);
    }
    return here;
  }

  static Map<String, Object> map(Object node, String... path) {
    var map = new LinkedHashMap<String, Object>();
    ((Map<?, ?>) at(node, path)).forEach((key, value) -> map.put((String) key, value));
    return map;
  }

  static List<?> list(Object node, String... path) {
    return (List<?>) at(node, path);
  }

  static String text(Object node, String... path) {
    return (String) at(node, path);
  }
}
