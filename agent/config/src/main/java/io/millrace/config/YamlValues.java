package io.millrace.config;

import io.millrace.api.ConfigException;
import io.millrace.api.ConfigException.Problem;
import io.millrace.expr.RubyText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Scalars and lists of a YAML file as configuration values. Plain scalars are read as YAML 1.1 does
 * (Ruby's Psych): {@code yes} and {@code off} are truth values, {@code 0644} is octal.
 */
final class YamlValues {

  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Set<String> FALSE = Set.of("false", "no", "off");
  private static final Set<String> NULL = Set.of("null", "Null", "NULL", "~", "");
  private static final Pattern INTEGER =
      Pattern.compile(
          "[-+]?(0[xX]_*[0-9a-fA-F][0-9a-fA-F_]*|0[bB]_*[01][01_]*|0[oO]?[0-7_]+|[1-9][0-9_,]*|0)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\d[\\d_,]*\\.\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  /** No plain scalar longer than this is a number. */
  private static final int MAX_SCALAR = 100;

  private final EmbeddedRuby ruby;
  private final YamlMappings mappings;

  YamlValues(EmbeddedRuby ruby, YamlMappings mappings) {
    this.ruby = ruby;
    this.mappings = mappings;
  }

  static boolean hasTag(Node node, String tag) {
    return node.getTag().getValue().equals(tag);
  }

  static SourceLocation location(Node node) {
    return node.getStartMark()
        .map(mark -> new SourceLocation(mark.getName(), mark.getLine() + 1))
        .orElse(SourceLocation.BUILT_IN);
  }

  static ConfigException problem(Node node, String parameter, String reason) {
    return new ConfigException(List.of(new Problem(location(node).toString(), parameter, reason)));
  }

  static String text(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw problem(node, "", "expected a single value");
  }

  /** True for a sequence without mappings and sequences in it: an array value. */
  static boolean isScalarList(Node node) {
    return node instanceof SequenceNode sequence
        && sequence.getValue().stream().allMatch(item -> item instanceof ScalarNode);
  }

  /** The value of a scalar. */
  ConfigValue scalar(Node node) {
    String text = text(node);
    mappings.count(node, text.length());
    if (hasTag(node, "!fluent/s")) {
      return embedded(node, text);
    }
    if (hasTag(node, "!fluent/json")) {
      return new ConfigValue(ConfigValue.Kind.JSON, text);
    }
    Object value = plain(node, text);
    if (value == null) {
      return ConfigValue.NIL;
    }
    return value instanceof String
        ? ConfigValue.quoted(text)
        : new ConfigValue(ConfigValue.Kind.SCALAR, RubyText.of(value));
  }

  private ConfigValue embedded(Node node, String text) {
    ConfigText source = new ConfigText(text, location(node).toString());
    return new ValueParser(source, ruby).wholeText();
  }

  private static @Nullable Object plain(Node node, String text) {
    if (!(node instanceof ScalarNode scalar) || scalar.getScalarStyle() != ScalarStyle.PLAIN) {
      return text;
    }
    if (text.length() > MAX_SCALAR) {
      return text;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (NULL.contains(text)) {
      return null;
    }
    if (TRUE.contains(lower) || FALSE.contains(lower)) {
      return TRUE.contains(lower);
    }
    if (INTEGER.matcher(text).matches()) {
      return integer(lower.replaceAll("[_,]", ""));
    }
    return FLOAT.matcher(text).matches()
        ? (Object) Double.valueOf(text.replaceAll("[_,]", ""))
        : text;
  }

  private static BigInteger integer(String text) {
    String sign = text.startsWith("-") ? "-" : "";
    String digits = text.replaceFirst("^[-+]", "");
    if (digits.startsWith("0x")) {
      return new BigInteger(sign + digits.substring(2), 16);
    }
    if (digits.startsWith("0b")) {
      return new BigInteger(sign + digits.substring(2), 2);
    }
    return digits.startsWith("0") && digits.length() > 1
        ? new BigInteger(sign + digits.replaceFirst("^0o?", "0"), 8)
        : new BigInteger(sign + digits);
  }

  /** A node as compact JSON. */
  String json(Node node) {
    return node instanceof ScalarNode ? text(node) : JsonText.text(value(node, 0));
  }

  private @Nullable Object value(Node node, int depth) {
    if (depth > ReadLimits.MAX_DEPTH) {
      throw problem(node, "", "the value nests too deeply");
    }
    mappings.count(node, node instanceof ScalarNode scalar ? scalar.getValue().length() : 0);
    if (node instanceof SequenceNode sequence) {
      List<@Nullable Object> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(value(item, depth + 1)));
      return items;
    }
    if (node instanceof MappingNode mapping) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      mappings.fields(mapping).forEach((key, item) -> fields.put(key, value(item, depth + 1)));
      return fields;
    }
    return hasTag(node, "!fluent/s") ? scalar(node).text() : plain(node, text(node));
  }
}
