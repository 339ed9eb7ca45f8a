package io.millrace.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The fields of mappings, merged ones included. Counts what is read of the tree: by aliases a short
 * text can spell a tree that no memory holds.
 */
final class YamlMappings {

  /** How many nodes a configuration may have, each as often as an alias repeats it. */
  private static final int MAX_NODES = 50_000;

  /** How many characters those nodes may have together. */
  private static final long MAX_CHARACTERS = 64L << 20;

  private int nodes;
  private long characters;

  /** Counts a node with a text of this length. */
  void count(Node node, int length) {
    characters += length;
    if (++nodes > MAX_NODES || characters > MAX_CHARACTERS) {
      throw YamlValues.problem(
          node,
          "",
          "the configuration is larger than "
              + MAX_NODES
              + " values or "
              + (MAX_CHARACTERS >> 20)
              + " MiB when its aliases (*name) are resolved");
    }
  }

  /** The fields of a mapping, with those merged in by {@code <<} that it does not have itself. */
  Map<String, Node> fields(Node node) {
    return fields(node, 0);
  }

  private Map<String, Node> fields(Node node, int depth) {
    if (!(node instanceof MappingNode mapping)) {
      throw YamlValues.problem(node, "", "expected a mapping (name: value)");
    }
    if (depth > ReadLimits.MAX_DEPTH) {
      throw YamlValues.problem(node, "<<", "mappings merge each other endlessly");
    }
    Map<String, Node> fields = new LinkedHashMap<>();
    mapping
        .getValue()
        .forEach(
            tuple -> {
              String key = YamlValues.text(tuple.getKeyNode());
              count(node, key.length());
              if (key.equals("<<")) {
                merged(tuple.getValueNode(), depth).forEach(fields::putIfAbsent);
              } else {
                fields.put(key, tuple.getValueNode());
              }
            });
    return fields;
  }

  private Map<String, Node> merged(Node node, int depth) {
    if (!(node instanceof SequenceNode sequence)) {
      return fields(node, depth + 1);
    }
    Map<String, Node> merged = new LinkedHashMap<>();
    sequence.getValue().forEach(item -> fields(item, depth + 1).forEach(merged::putIfAbsent));
    return merged;
  }
}
