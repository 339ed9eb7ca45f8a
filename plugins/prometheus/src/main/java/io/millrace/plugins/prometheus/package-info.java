/**
 * Metrics for Prometheus: an endpoint, series about the agent, and series counted from events.
 *
 * <p>All plugins of a worker share one {@link io.millrace.plugins.prometheus.Registry}.
 */
@NullMarked
package io.millrace.plugins.prometheus;

import org.jspecify.annotations.NullMarked;
