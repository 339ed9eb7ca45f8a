package io.millrace.plugins.elasticsearch;

import io.millrace.event.MutableRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the template of indices that roll over has to say, whatever else it says.
 *
 * <p>Source: fluent-plugin-elasticsearch, {@code inject_ilm_settings_to_template}.
 *
 * @param base start of the names of the indices
 * @param separator what is behind it
 * @param policy name of the lifecycle policy
 * @param alias of the indices
 */
record RolloverTemplate(String base, String separator, String policy, String alias) {
  /** Above templates of a server's own, and of plain users. */
  private static final long LEGACY_ORDER = 50;

  private static final long PRIORITY = 100;

  /** Puts it into {@code template}, of the old kind or not. */
  void into(MutableRecord template, boolean legacy) {
    Map<@Nullable Object, @Nullable Object> fields = template.fields();
    fields.put("index_patterns", List.of(base + separator + "*"));
    if (legacy) {
      fields.remove("template"); // the pattern, before Elasticsearch 6
      settings(fields);
      raise(fields, "order", LEGACY_ORDER);
    } else {
      settings(child(fields, "template"));
      raise(fields, "priority", PRIORITY);
    }
  }

  private void settings(Map<@Nullable Object, @Nullable Object> fields) {
    Map<@Nullable Object, @Nullable Object> settings = child(fields, "settings");
    settings.put("index.lifecycle.name", policy);
    settings.put("index.lifecycle.rollover_alias", alias);
  }

  /** A template of a longer name wins over that of a shorter one. */
  private void raise(Map<@Nullable Object, @Nullable Object> fields, String name, long start) {
    long given = fields.get(name) instanceof Long number ? number : start;
    fields.put(name, given + parts());
  }

  private long parts() {
    return separator.isEmpty() ? 1 : base.split(Pattern.quote(separator), -1).length;
  }

  @SuppressWarnings("unchecked") // a JSON object holds anything
  private static Map<@Nullable Object, @Nullable Object> child(
      Map<@Nullable Object, @Nullable Object> fields, String name) {
    Object there = fields.get(name);
    if (there instanceof Map<?, ?> map) {
      return (Map<@Nullable Object, @Nullable Object>) map;
    }
    Map<@Nullable Object, @Nullable Object> made = new LinkedHashMap<>();
    fields.put(name, made);
    return made;
  }
}
