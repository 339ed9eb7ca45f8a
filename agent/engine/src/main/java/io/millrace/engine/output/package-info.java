/**
 * Outputs as the router sees them: with a buffer in between or without one, and the settings of
 * {@code <buffer>}.
 */
@NullMarked
package io.millrace.engine.output;

import org.jspecify.annotations.NullMarked;
