package io.millrace.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parameters of v0.12's {@code exec_filter} as sections: {@code in_*} is how events go in to the
 * process, {@code out_*} how they come out, and one without either is both.
 *
 * <p>Source: Fluentd's out_exec_filter, compat parameters.
 */
final class LegacyExecFilter {
  private static final Set<String> SECTIONS = Set.of("format", "parse", "inject", "extract");
  private static final Map<String, String> TEXT = Map.of("format", "@type", "keys", "keys");
  private static final Map<String, String> FIELDS =
      Map.of("tag_key", "tag_key", "time_key", "time_key", "time_format", "time_format");

  private final ConfigElement element;

  private LegacyExecFilter(ConfigElement element) {
    this.element = element;
  }

  /** The sections that are to be added to {@code element}; none of a plugin without these four. */
  static List<ConfigElement> sections(ConfigElement element, Schema schema) {
    List<ConfigElement> sections = new ArrayList<>();
    if (!schema.sections().stream().map(Schema.SubSection::name).toList().containsAll(SECTIONS)) {
      return sections;
    }
    LegacyExecFilter legacy = new LegacyExecFilter(element);
    legacy.section("format", "in_", TEXT, false, sections);
    legacy.section("parse", "out_", TEXT, false, sections);
    legacy.section("inject", "in_", FIELDS, true, sections);
    legacy.section("extract", "out_", FIELDS, true, sections);
    return sections;
  }

  private void section(
      String name,
      String prefix,
      Map<String, String> known,
      boolean alsoBare,
      List<ConfigElement> sections) {
    if (!element.children(name).isEmpty()) {
      return;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    known.forEach(
        (old, current) -> {
          if (alsoBare) {
            element.text(old).ifPresent(value -> parameters.put(current, value));
          }
          element.text(prefix + old).ifPresent(value -> parameters.put(current, value));
        });
    if (parameters.isEmpty()) {
      return;
    }
    if (parameters.containsKey("time_format")) {
      parameters.put("time_type", "string");
    }
    ConfigElement.Builder builder = ConfigElement.builder(name, "", element.location());
    parameters.forEach(builder::add);
    sections.add(builder.build());
  }
}
