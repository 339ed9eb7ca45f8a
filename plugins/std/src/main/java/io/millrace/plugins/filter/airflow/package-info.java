/**
 * {@code @type airflow}: what Airflow's web interface needs to find the lines of a task, and to
 * show them in order.
 */
@NullMarked
package io.millrace.plugins.filter.airflow;

import org.jspecify.annotations.NullMarked;
