package io.millrace.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The warnings about what nobody has used: parameters no plugin asked for, sections no plugin
 * knows. Made after all plugins are configured.
 */
public final class UnusedReport {

  private final List<String> warnings = new ArrayList<>();

  private UnusedReport() {}

  /**
   * The warnings about a configuration, in its order, each with its place.
   *
   * @param root the configuration, after everything that uses it is configured
   */
  public static List<String> of(ConfigElement root) {
    UnusedReport report = new UnusedReport();
    root.parameters().forEach(report::rootParameter);
    root.children().forEach(child -> report.element(child, root));
    return List.copyOf(report.warnings);
  }

  private void rootParameter(Parameter parameter) {
    warnings.add(
        parameter.location()
            + ": parameter '"
            + parameter.name()
            + "' outside of all sections is not used. Put it into the section it is for.");
  }

  private void element(ConfigElement element, ConfigElement parent) {
    if (element.name().equals("system")) {
      return;
    }
    if (!element.isUsed()) {
      warnings.add(
          element.location()
              + ": section <"
              + element.name()
              + "> is not used in "
              + owner(parent)
              + ". Remove it, or correct its name.");
      return;
    }
    for (Parameter parameter : element.unusedParameters()) {
      Optional<String> near = PluginCatalog.nearest(parameter.name(), element.knownNames());
      warnings.add(
          parameter.location()
              + ": parameter '"
              + parameter.name()
              + "' in "
              + element.toString().stripTrailing()
              + " is not used."
              + near.map(name -> " Did you mean '" + name + "'?").orElse(""));
    }
    element.children().forEach(child -> element(child, element));
  }

  private static String owner(ConfigElement parent) {
    String tag =
        "<" + parent.name() + (parent.argument().isEmpty() ? "" : " " + parent.argument()) + ">";
    return parent.type().map(type -> tag + " of " + type + " plugin").orElse(tag);
  }
}
