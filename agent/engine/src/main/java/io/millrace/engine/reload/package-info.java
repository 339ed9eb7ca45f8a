/** One configuration in the place of another, in a process that goes on. */
@NullMarked
package io.millrace.engine.reload;

import org.jspecify.annotations.NullMarked;
