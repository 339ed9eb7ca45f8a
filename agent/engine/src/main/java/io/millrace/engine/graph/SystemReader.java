package io.millrace.engine.graph;

import io.millrace.api.ConfigException;
import io.millrace.config.Binder;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.Parameter;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads the {@code <system>} section of a configuration.
 *
 * @param overrides parameters that the command line sets, whatever the section says
 */
public record SystemReader(PluginCatalog catalog, Map<String, String> overrides) {
  /**
   * The section; defaults if there is none.
   *
   * @throws ConfigException if there are two, or one has a problem
   */
  public SystemConfig read(ConfigElement configuration) {
    Diagnostics diagnostics = new Diagnostics();
    List<ConfigElement> sections = configuration.children("system");
    if (sections.size() > 1) {
      diagnostics.problem(
          sections.get(1).location(),
          "system",
          "<system> is duplicated. <system> should be only one");
    }
    ConfigElement.Builder section =
        sections.isEmpty()
            ? ConfigElement.builder("system", "", configuration.location())
            : sections.get(0).toBuilder();
    overrides.forEach(section::add);
    sections.forEach(ConfigElement::markAllUsed);
    SystemConfig system =
        new Binder(catalog, false, diagnostics)
            .bind(SystemConfig.class, section.build())
            .orElse(null);
    if (system != null) {
      system.rootDir().ifPresent(directory -> requireDirectory(directory, sections, diagnostics));
    }
    diagnostics.throwIfAny();
    if (system == null) {
      throw new IllegalStateException("a <system> section without problems was not bound");
    }
    return system;
  }

  private static void requireDirectory(
      Path directory, List<ConfigElement> sections, Diagnostics diagnostics) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      diagnostics.problem(
          sections.get(0).peek("root_dir").map(Parameter::location).orElse(SourceLocation.BUILT_IN),
          "root_dir",
          "non directory entry exists:" + directory + "; name a directory, or remove the file");
    }
  }
}
