package io.millrace.engine.graph;

import io.millrace.config.ConfigElement;
import io.millrace.config.Parameter;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells which plugins of two graphs are the same. The text of a section counts, not its place;
 * equal sections are told apart by their order.
 */
final class PluginKeys {
  private final Map<String, Integer> seen = new HashMap<>();
  private final String surroundings;

  /**
   * For one graph.
   *
   * @param surroundings what must be equal besides, such as the root directory
   */
  PluginKeys(String surroundings) {
    this.surroundings = surroundings;
  }

  /** What the section of an unchanged plugin has in common with this one. */
  String unchanged(ConfigElement element) {
    StringBuilder text = new StringBuilder(surroundings).append('\n');
    write(element, text);
    return numbered(text.toString());
  }

  /** What the section of the same plugin, perhaps with other settings, has in common with it. */
  String same(ConfigElement element, PluginIdentity identity) {
    return identity.own() ? "@id " + identity.id() : numbered("section\n" + text(element));
  }

  private String numbered(String text) {
    return text + '#' + seen.merge(text, 1, Integer::sum);
  }

  private static String text(ConfigElement element) {
    StringBuilder text = new StringBuilder();
    write(element, text);
    return text.toString();
  }

  private static void write(ConfigElement element, StringBuilder text) {
    text.append('<').append(element.name()).append(' ').append(element.argument()).append(">\n");
    for (Parameter parameter : element.parameters()) {
      boolean special = parameter.value().isNil() || parameter.value().isDefault();
      text.append(parameter.name())
          .append(special ? "?" : "=")
          .append(special ? "" : parameter.text())
          .append('\n');
    }
    element.children().forEach(child -> write(child, text));
    text.append("</>\n");
  }
}
