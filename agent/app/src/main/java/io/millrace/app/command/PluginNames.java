package io.millrace.app.command;

import io.millrace.api.PluginFactory;
import io.millrace.config.PluginCatalog;
import java.util.List;
import java.util.Optional;

/** Finds plugins by what a user calls them. */
final class PluginNames {
  private final PluginCatalog catalog;

  PluginNames(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The plugin that {@code name} stands for: {@code KIND:TYPE}, or {@code TYPE} where one kind only
   * has it.
   *
   * @throws CommandException if there is none, or more than one
   */
  PluginFactory<?, ?> find(String name) {
    String[] parts = name.split(":", 2);
    return parts.length == 2 ? find(parts[0], parts[1]) : findOfAnyKind(name);
  }

  /**
   * The plugin of one kind.
   *
   * @throws CommandException if there is none
   */
  PluginFactory<?, ?> find(String kind, String type) {
    requireKind(kind);
    return catalog
        .find(kind, type)
        .orElseThrow(() -> new CommandException(catalog.unknown(kind, type)));
  }

  /**
   * Refuses what is no kind of plugin.
   *
   * @throws CommandException if {@code kind} is none
   */
  void requireKind(String kind) {
    if (!catalog.kinds().contains(kind)) {
      throw new CommandException(
          "unknown kind of plugin '" + kind + "': there are " + String.join(", ", kinds()));
    }
  }

  /** The kinds there are plugins of, by name. */
  List<String> kinds() {
    return catalog.kinds().stream().sorted().toList();
  }

  private PluginFactory<?, ?> findOfAnyKind(String type) {
    List<PluginFactory<?, ?>> found =
        kinds().stream()
            .<Optional<PluginFactory<?, ?>>>map(kind -> catalog.find(kind, type))
            .<PluginFactory<?, ?>>flatMap(Optional::stream)
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new CommandException(
          "no plugin is called '" + type + "'; 'millrace plugin list' shows all");
    }
    List<String> choices = found.stream().map(factory -> factory.kind() + ":" + type).toList();
    throw new CommandException(
        "several plugins are called '" + type + "'; take one of " + String.join(", ", choices));
  }
}
