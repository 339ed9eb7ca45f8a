package io.millrace.engine.graph;

import io.millrace.engine.route.Router;

/**
 * Where plugins stand in a configuration: the root or a label.
 *
 * @param label name of the label; empty for the root
 * @param router where plugins that stand here emit to
 * @param workers number of workers that have what stands here
 */
record Scope(String label, Router router, int workers) {
  /** The same place, in a section that so many workers have. */
  Scope of(int others) {
    return new Scope(label, router, others);
  }
}
