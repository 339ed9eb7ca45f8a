package io.millrace.engine.check;

import io.millrace.config.Binder;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.Schema;
import io.millrace.engine.graph.SystemConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration as rules see it: all sections of plugins, nested ones included, and the order in
 * which tags meet filters and outputs. Sections that cannot be bound are there without defaults.
 */
final class CheckedConfig {

  private static final Map<String, String> DIRECTIVES =
      Map.of("source", "input", "filter", "filter", "match", "output");

  private final ConfigElement root;
  private final SystemConfig system;
  private final Binder binder;
  private final List<CheckedSection> sections = new ArrayList<>();
  private final Map<String, List<ConfigElement>> routes = new LinkedHashMap<>();

  CheckedConfig(ConfigElement root, SystemConfig system, PluginCatalog catalog) {
    this.root = root;
    this.system = system;
    // Problems are reported by whoever builds the graph.
    this.binder = new Binder(catalog, system.strictConfigValue(), new Diagnostics());
    directives(root, "");
  }

  private void directives(ConfigElement around, String label) {
    for (ConfigElement element : around.children()) {
      Optional<String> kind = Optional.ofNullable(DIRECTIVES.get(element.name()));
      if (kind.isPresent()) {
        add(kind.get(), element, Optional.empty());
        if (!element.name().equals("source")) {
          routes.computeIfAbsent(label, name -> new ArrayList<>()).add(element);
        }
      } else if (element.name().equals("label")) {
        directives(element, element.argument());
      } else if (element.name().equals("worker")) {
        directives(element, label);
      }
    }
  }

  private void add(String kind, ConfigElement element, Optional<CheckedSection> parent) {
    CheckedSection section = CheckedSection.of(kind, element, parent, binder);
    sections.add(section);
    for (Schema.SubSection sub : section.schema().map(Schema::sections).orElse(List.of())) {
      if (sub.nested()) {
        element
            .children(sub.name())
            .forEach(child -> add(Binder.kind(sub.type()), child, Optional.of(section)));
      }
    }
    element.children("secondary").forEach(child -> add("output", child, Optional.of(section)));
  }

  SystemConfig system() {
    return system;
  }

  /** Every section that configures a plugin. */
  List<CheckedSection> sections() {
    return sections;
  }

  /** The sections of one kind of plugin. */
  List<CheckedSection> sections(String kind) {
    return sections.stream().filter(section -> section.kind().equals(kind)).toList();
  }

  /** Whether there is a {@code <label>} of this name. */
  boolean hasLabel(String name) {
    return root.children("label").stream().anyMatch(label -> label.argument().equals(name));
  }

  /** The filters and matches of each label in order; the root's are under the empty name. */
  Map<String, List<ConfigElement>> routes() {
    return routes;
  }
}
