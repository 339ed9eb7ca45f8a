/** Finds the servers of outputs: {@code <service_discovery>} of type static, file and srv. */
@NullMarked
package io.millrace.plugins.forward.discovery;

import org.jspecify.annotations.NullMarked;
