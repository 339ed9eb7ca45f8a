package io.millrace.api;

import java.time.Instant;

/**
 * The running retry of an output.
 *
 * @param start when the first delivery failed
 * @param steps failed tries after the first one
 * @param next when to try next
 */
public record RetryStatus(Instant start, int steps, Instant next) {}
