/** {@code @type monitor_agent}: what all plugins do, over HTTP and as events. */
@NullMarked
package io.millrace.plugins.monitor;

import org.jspecify.annotations.NullMarked;
