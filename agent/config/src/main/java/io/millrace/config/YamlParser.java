package io.millrace.config;

import io.millrace.api.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads configurations in YAML: a mapping with {@code system} and {@code config}. Works on the tree
 * of nodes, which knows lines and tags; no Java object is ever made of a document.
 */
final class YamlParser {

  private static final Map<String, String> SYSTEM_NAMES =
      Map.of("$type", "@type", "$label", "@label", "$id", "@id", "$log_level", "@log_level");
  private static final List<String> DIRECTIVES =
      List.of("source", "match", "filter", "label", "worker");

  private final ConfigFiles files;
  private final YamlMappings mappings = new YamlMappings();
  private final YamlValues values;

  YamlParser(ConfigFiles files, EmbeddedRuby ruby) {
    this.files = files;
    this.values = new YamlValues(ruby, mappings);
  }

  /**
   * Reads a document.
   *
   * @param name the file's name: files it includes are relative to its directory
   * @throws ConfigException if it is no YAML, or not of the right shape
   */
  ConfigElement read(String text, String name) {
    ConfigElement.Builder root =
        ConfigElement.builder(ConfigElement.ROOT, "", new SourceLocation(name, 1));
    Optional<Node> document = YamlDocument.compose(text, name);
    if (document.isEmpty()) {
      return root.build();
    }
    Map<String, Node> top = mappings.fields(document.get());
    if (top.get("system") instanceof MappingNode system) {
      root.add(section("system", system, 1));
    }
    Node config = top.get("config");
    if (config != null) {
      directives(config, root, 1);
    }
    return root.build();
  }

  /** The list of directives at the top, in a label or in a worker. */
  private void directives(Node list, ConfigElement.Builder into, int depth) {
    for (Node item : items(list, depth)) {
      for (Map.Entry<String, Node> field : mappings.fields(item).entrySet()) {
        if (DIRECTIVES.contains(field.getKey())) {
          into.add(section(field.getKey(), field.getValue(), depth));
        }
      }
    }
  }

  /** The items of a sequence; included files stand in place of the items that include them. */
  private List<Node> items(Node node, int depth) {
    if (depth > ReadLimits.MAX_DEPTH) {
      throw YamlValues.problem(
          node, "", "files or sections nest deeper than " + ReadLimits.MAX_DEPTH);
    }
    List<Node> items = new ArrayList<>();
    mappings.count(node, 0);
    if (YamlValues.hasTag(node, "!include")) {
      included(node).forEach(list -> items.addAll(items(list, depth + 1)));
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> addItem(item, items, depth));
    } else {
      throw YamlValues.problem(node, "", "expected a sequence of directives (- source: ...)");
    }
    return items;
  }

  private void addItem(Node item, List<Node> items, int depth) {
    if (item instanceof SequenceNode || YamlValues.hasTag(item, "!include")) {
      items.addAll(items(item, depth + 1));
    } else {
      items.add(item);
    }
  }

  private List<Node> included(Node node) {
    Path directory = ConfigFiles.directory(Path.of(YamlValues.location(node).file()));
    String pattern = YamlValues.text(node);
    List<Node> lists = new ArrayList<>();
    try {
      for (Path file : FileGlob.expand(directory.resolve(pattern))) {
        String text = files.decode(file, StandardCharsets.UTF_8);
        YamlDocument.compose(text, file.toString()).ifPresent(lists::add);
      }
    } catch (IOException | InvalidPathException | UncheckedIOException e) {
      throw YamlValues.problem(node, "", "include error " + pattern + " - " + e.getMessage());
    }
    return lists;
  }

  private ConfigElement section(String name, Node node, int depth) {
    Map<String, Node> fields = mappings.fields(node);
    Node argument = fields.remove(argumentKey(name));
    ConfigElement.Builder element =
        ConfigElement.builder(name, argument(name, argument), YamlValues.location(node));
    for (Map.Entry<String, Node> field : fields.entrySet()) {
      boolean nested = name.equals("label") || name.equals("worker");
      if (nested && field.getKey().equals("config")) {
        directives(field.getValue(), element, depth + 1);
      } else {
        field(field.getKey(), field.getValue(), element, depth);
      }
    }
    return element.build();
  }

  private static String argumentKey(String section) {
    return switch (section) {
      case "match", "filter" -> "$tag";
      case "label" -> "$name";
      default -> "$arg";
    };
  }

  /** A list of patterns means any of them; any other list is separated by commas. */
  private String argument(String section, @Nullable Node node) {
    if (!(node instanceof SequenceNode sequence)) {
      return node == null ? "" : values.scalar(node).text();
    }
    List<String> parts =
        sequence.getValue().stream().map(item -> values.scalar(item).text()).toList();
    return String.join(argumentKey(section).equals("$tag") ? " " : ",", parts);
  }

  private void field(String key, Node node, ConfigElement.Builder element, int depth) {
    if (depth > ReadLimits.MAX_DEPTH) {
      throw YamlValues.problem(node, key, "sections nest deeper than " + ReadLimits.MAX_DEPTH);
    }
    mappings.count(node, 0);
    if (YamlValues.hasTag(node, "!fluent/json") || YamlValues.isScalarList(node)) {
      add(key, new ConfigValue(ConfigValue.Kind.JSON, values.json(node)), node, element);
    } else if (node instanceof MappingNode) {
      element.add(section(key, node, depth + 1));
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> field(key, item, element, depth + 1));
    } else {
      add(key, values.scalar(node), node, element);
    }
  }

  private static void add(String key, ConfigValue value, Node node, ConfigElement.Builder element) {
    String name = SYSTEM_NAMES.getOrDefault(key, key);
    element.add(new Parameter(name, value, YamlValues.location(node)));
  }
}
