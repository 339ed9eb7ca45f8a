/** Syslog as an input. */
@NullMarked
package io.millrace.plugins.syslog;

import org.jspecify.annotations.NullMarked;
