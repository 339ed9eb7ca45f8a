package io.millrace.verify.chart;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The manifests that real Helm makes of {@code charts/millrace} with some values, as release {@code
 * mill} in namespace {@code logging}.
 */
public final class RenderedChart {

  private final List<Map<String, Object>> manifests;

  private RenderedChart(List<Map<String, Object>> manifests) {
    this.manifests = manifests;
  }

  /**
   * Renders the chart.
   *
   * @param values a values file's text; empty for the defaults
   * @throws IllegalStateException with Helm's message if the values are refused
   */
  public static RenderedChart of(String values) {
    return new RenderedChart(parse(withFile(values, RenderedChart::template)));
  }

  /** What Helm says after an installation with these values. */
  static String notes(String values) {
    return withFile(values, RenderedChart::install);
  }

  private static String withFile(String values, Function<Path, String> command) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        return command.apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String install(Path values) {
    return new Helm(directory())
        .install()
        .withName("mill")
        .withNamespace("logging")
        .clientOnly()
        .dryRun()
        .withValuesFile(values)
        .call()
        .getOutput();
  }

  private static String template(Path values) {
    return new Helm(directory())
        .template()
        .withName("mill")
        .withNamespace("logging")
        .withKubeVersion("1.31.0")
        .withValuesFile(values)
        .call();
  }

  private static List<Map<String, Object>> parse(String yaml) {
    var documents = new ArrayList<Map<String, Object>>();
    for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
      documents.add(Yaml.map(document));
    }
    return List.copyOf(documents);
  }

  /** The chart's folder in the source tree this test runs in. */
  static Path directory() {
    return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
        .map(path -> path.resolve("charts/millrace"))
        .filter(path -> Files.exists(path.resolve("Chart.yaml")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no charts/millrace above this folder"));
  }

  /** The agent's configuration, as its container finds it in {@code /etc/fluent/fluent.conf}. */
  public String fluentConf() {
    return Yaml.text(manifest("ConfigMap"), "data", "fluent.conf");
  }

  ConfSection configuration() {
    return ConfSection.parse(fluentConf());
  }

  List<Map<String, Object>> manifests() {
    return manifests;
  }

  List<String> kinds() {
    return manifests.stream().map(manifest -> Yaml.text(manifest, "kind")).toList();
  }

  /** The only manifest of that kind. */
  Map<String, Object> manifest(String kind) {
    List<Map<String, Object>> found =
        manifests.stream().filter(manifest -> kind.equals(manifest.get("kind"))).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " manifests of kind " + kind);
    }
    return found.get(0);
  }

  Map<String, Object> podSpec() {
    return Yaml.map(manifest("DaemonSet"), "spec", "template", "spec");
  }

  Map<String, Object> container() {
    return Yaml.map(Yaml.list(podSpec(), "containers").get(0));
  }

  /** The environment variable's entry: its {@code value} or {@code valueFrom}. */
  Map<String, Object> env(String name) {
    return Yaml.list(container(), "env").stream()
        .map(Yaml::map)
        .filter(entry -> name.equals(entry.get("name")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no environment variable " + name));
  }
}
