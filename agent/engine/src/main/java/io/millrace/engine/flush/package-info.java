/**
 * When chunks leave the buffer, and what happens when a delivery fails: flush modes, flush threads,
 * the retry timeline, the secondary, giving up.
 */
@NullMarked
package io.millrace.engine.flush;

import org.jspecify.annotations.NullMarked;
