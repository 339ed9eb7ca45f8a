/**
 * Sockets of the process: event loops, listeners, bounds on what peers may make us hold. Knows
 * nothing of the engine.
 */
@NullMarked
package io.millrace.net;

import org.jspecify.annotations.NullMarked;
