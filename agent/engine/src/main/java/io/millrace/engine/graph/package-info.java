/**
 * From a configuration to running plugins: building the graph without side effects, and walking it
 * through its phases.
 */
@NullMarked
package io.millrace.engine.graph;

import org.jspecify.annotations.NullMarked;
