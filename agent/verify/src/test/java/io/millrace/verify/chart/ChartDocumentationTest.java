package io.millrace.verify.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Values file, schema and README name the same settings. */
class ChartDocumentationTest {

  /** Given to Kubernetes as they are, so their inner keys are not ours to document. */
  private static final Set<String> KUBERNETES_OBJECTS =
      Set.of("resources", "securityContext", "podSecurityContext", "updateStrategy");

  @Test
  void schemaDeclaresExactlyTheValues() throws IOException {
    var declared = new TreeSet<String>();
    collectDeclared("", yaml("values.schema.json"), declared);

    // Set by an umbrella chart, hence in no values file of ours.
    declared.remove("global");
    assertThat(declared).isEqualTo(values());
  }

  @Test
  void readmeExplainsEveryValue() throws IOException {
    String readme = Files.readString(RenderedChart.directory().resolve("README.md"));

    assertThat(values())
        .hasSizeGreaterThan(80)
        .allSatisfy(key -> assertThat(readme).contains("`" + key + "`"));
  }

  private static Set<String> values() throws IOException {
    var keys = new TreeSet<String>();
    collect("", yaml("values.yaml"), keys);
    return keys;
  }

  private static void collect(String prefix, Map<String, Object> node, Set<String> keys) {
    node.forEach(
        (key, value) -> {
          boolean inner = value instanceof Map<?, ?> map && !map.isEmpty();
          if (inner && !KUBERNETES_OBJECTS.contains(key)) {
            collect(prefix + key + ".", Yaml.map(value), keys);
          } else {
            keys.add(prefix + key);
          }
        });
  }

  private static void collectDeclared(String prefix, Map<String, Object> node, Set<String> keys) {
    Yaml.map(node, "properties")
        .forEach(
            (key, value) -> {
              if (Yaml.map(value).containsKey("properties")) {
                collectDeclared(prefix + key + ".", Yaml.map(value), keys);
              } else {
                keys.add(prefix + key);
              }
            });
  }

  private static Map<String, Object> yaml(String file) throws IOException {
    String text = Files.readString(RenderedChart.directory().resolve(file));
    return Yaml.map(new Load(LoadSettings.builder().build()).loadFromString(text));
  }
}
