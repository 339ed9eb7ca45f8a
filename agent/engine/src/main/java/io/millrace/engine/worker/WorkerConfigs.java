package io.millrace.engine.worker;

import io.millrace.config.ConfigElement;
import io.millrace.engine.graph.SystemConfig;
import java.util.List;

/**
 * A configuration as each worker reads it: embedded code may use {@code worker_id}.
 *
 * @param trees one for each worker, by its number
 * @param system the {@code <system>} section, which is that of worker 0 for all
 * @param keeping whether buffers only keep what they get, {@link SourceOnly}
 */
public record WorkerConfigs(List<ConfigElement> trees, SystemConfig system, boolean keeping) {
  /** Of graphs that deliver. */
  public WorkerConfigs(List<ConfigElement> trees, SystemConfig system) {
    this(trees, system, false);
  }

  /** Keeps a copy of the list. */
  public WorkerConfigs {
    trees = List.copyOf(trees);
  }
}
