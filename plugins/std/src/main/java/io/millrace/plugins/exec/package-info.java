/** Commands that run as processes of their own: {@code exec} and {@code exec_filter}. */
@NullMarked
package io.millrace.plugins.exec;

import org.jspecify.annotations.NullMarked;
