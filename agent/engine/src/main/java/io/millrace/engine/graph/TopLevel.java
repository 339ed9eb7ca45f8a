package io.millrace.engine.graph;

import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import java.util.ArrayList;
import java.util.List;

/** The sections of a whole configuration that make up one worker's graph. */
final class TopLevel {
  private TopLevel() {}

  /**
   * All sections in order; those of {@code <worker>} sections that this worker is named in stand in
   * their place.
   */
  static List<ConfigElement> elements(ConfigElement configuration, Diagnostics diagnostics) {
    List<ConfigElement> elements = new ArrayList<>();
    List<ConfigElement> ofWorker = new ArrayList<>();
    for (ConfigElement element : configuration.children()) {
      if (!element.name().equals("worker")) {
        elements.add(element);
        continue;
      }
      element.markUsed();
      switch (element.argument().strip()) {
        case "0", "0-0" -> ofWorker.addAll(element.children());
        case "" ->
            diagnostics.problem(
                element.location(), "worker", "Missing worker id on <worker> directive");
        default ->
            diagnostics.problem(
                element.location(),
                "worker",
                "worker id "
                    + element.argument()
                    + " specified by <worker> directive is not allowed. Available worker id is between 0 and 0");
      }
    }
    elements.addAll(ofWorker);
    return elements;
  }
}
