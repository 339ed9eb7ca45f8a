/**
 * The buffer of one output: staged and queued chunks, what fits into them, and what happens when
 * nothing fits any more. Knows nothing of delivery.
 */
@NullMarked
package io.millrace.engine.buffer;

import org.jspecify.annotations.NullMarked;
