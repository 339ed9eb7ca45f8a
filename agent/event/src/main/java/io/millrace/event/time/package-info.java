/**
 * Times as text: Ruby's {@code strftime} and {@code strptime} on bytes, free-form times, and
 * Fluentd's time zones.
 */
@NullMarked
package io.millrace.event.time;

import org.jspecify.annotations.NullMarked;
