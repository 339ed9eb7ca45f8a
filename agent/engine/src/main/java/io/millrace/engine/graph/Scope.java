package io.millrace.engine.graph;

import io.millrace.engine.route.Router;

/**
 * Where plugins stand in a configuration: the root or a label.
 *
 * @param label name of the label; empty for the root
 * @param router where plugins that stand here emit to
 */
record Scope(String label, Router router) {}
