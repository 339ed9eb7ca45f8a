package io.millrace.engine.graph;

import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The sections of a whole configuration that make up one worker's graph: those that stand outside
 * of {@code <worker>}, and behind them those of the {@code <worker>} sections that name this
 * worker.
 */
final class TopLevel {
  private static final Set<String> ALLOWED = Set.of("source", "match", "filter", "label");

  /**
   * A section and for whom it is.
   *
   * @param workers number of workers that have it
   */
  record Placed(ConfigElement element, int workers) {}

  private TopLevel() {}

  /** The sections of {@code worker}; problems of {@code <worker>} sections are noted. */
  static List<Placed> elements(
      ConfigElement configuration, int worker, int workers, Diagnostics diagnostics) {
    List<Placed> elements = new ArrayList<>();
    List<Placed> ofWorker = new ArrayList<>();
    WorkerRange.Reader ranges = new WorkerRange.Reader(workers, diagnostics);
    for (ConfigElement element : configuration.children()) {
      if (!element.name().equals("worker")) {
        elements.add(new Placed(element, workers));
        continue;
      }
      element.markUsed();
      WorkerRange range = ranges.read(element).orElse(WorkerRange.NOBODY);
      if (range.contains(worker)) {
        element.children().stream()
            .filter(child -> isAllowed(child, diagnostics))
            .forEach(child -> ofWorker.add(new Placed(child, range.size())));
      } else {
        element.markAllUsed(); // another worker says what is wrong with it
      }
    }
    elements.addAll(ofWorker);
    return elements;
  }

  private static boolean isAllowed(ConfigElement child, Diagnostics diagnostics) {
    if (ALLOWED.contains(child.name())) {
      return true;
    }
    diagnostics.problem(
        child.location(),
        "worker",
        "<worker> section cannot have <" + child.name() + "> directive");
    return false;
  }
}
