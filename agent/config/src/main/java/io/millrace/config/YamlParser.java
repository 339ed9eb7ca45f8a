package io.millrace.config;

import io.millrace.api.ConfigException;
import io.millrace.api.ConfigException.Problem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
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

  /** How deep sections and included files may nest. */
  private static final int MAX_DEPTH = 100;

  private final ConfigFiles files;
  private final YamlValues values;

  YamlParser(ConfigFiles files, EmbeddedRuby ruby) {
    this.files = files;
    this.values = new YamlValues(ruby);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws ConfigException if it is no YAML, or not of the right shape
   */
  ConfigElement read(Path file, Charset encoding) throws IOException {
    ConfigElement.Builder root =
        ConfigElement.builder(ConfigElement.ROOT, "", new SourceLocation(file.toString(), 1));
    Optional<Node> document = compose(file, encoding);
    if (document.isEmpty()) {
      return root.build();
    }
    Map<String, Node> top = fields(document.get());
    if (top.get("system") instanceof MappingNode system) {
      root.add(section("system", system, 1));
    }
    Node config = top.get("config");
    if (config != null) {
      directives(config, root, 1);
    }
    return root.build();
  }

  private Optional<Node> compose(Path file, Charset encoding) throws IOException {
    LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
    try {
      return new Compose(settings).composeString(files.decode(file, encoding));
    } catch (YamlEngineException e) {
      throw new ConfigException(
          List.of(new Problem(file.toString(), "", "invalid YAML: " + e.getMessage())));
    }
  }

  /** The list of directives at the top, in a label or in a worker. */
  private void directives(Node list, ConfigElement.Builder into, int depth) {
    for (Node item : items(list, depth)) {
      for (Map.Entry<String, Node> field : fields(item).entrySet()) {
        if (DIRECTIVES.contains(field.getKey())) {
          into.add(section(field.getKey(), field.getValue(), depth));
        }
      }
    }
  }

  /** The items of a sequence; included files stand in place of the items that include them. */
  private List<Node> items(Node node, int depth) {
    if (depth > MAX_DEPTH) {
      throw YamlValues.problem(node, "", "files or sections nest deeper than " + MAX_DEPTH);
    }
    List<Node> items = new ArrayList<>();
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
    List<Node> lists = new ArrayList<>();
    for (Path file : FileGlob.expand(directory.resolve(YamlValues.text(node)))) {
      try {
        compose(file, StandardCharsets.UTF_8).ifPresent(lists::add);
      } catch (IOException e) {
        throw YamlValues.problem(node, "", "include error " + file + " - " + e.getMessage());
      }
    }
    return lists;
  }

  private ConfigElement section(String name, Node node, int depth) {
    Map<String, Node> fields = fields(node);
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
    if (depth > MAX_DEPTH) {
      throw YamlValues.problem(node, key, "sections nest deeper than " + MAX_DEPTH);
    }
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

  /** The fields of a mapping, with those merged in by {@code <<} that it does not have itself. */
  private static Map<String, Node> fields(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      throw YamlValues.problem(node, "", "expected a mapping (name: value)");
    }
    Map<String, Node> fields = new LinkedHashMap<>();
    mapping
        .getValue()
        .forEach(
            tuple -> {
              String key = YamlValues.text(tuple.getKeyNode());
              if (key.equals("<<")) {
                merged(tuple.getValueNode()).forEach(fields::putIfAbsent);
              } else {
                fields.put(key, tuple.getValueNode());
              }
            });
    return fields;
  }

  private static Map<String, Node> merged(Node node) {
    if (!(node instanceof SequenceNode sequence)) {
      return fields(node);
    }
    Map<String, Node> merged = new LinkedHashMap<>();
    sequence.getValue().forEach(item -> fields(item).forEach(merged::putIfAbsent));
    return merged;
  }
}
