/** What plugins share that hold events back for a while: limits, late emits, and copies of runs. */
@NullMarked
package io.millrace.plugins.held;

import org.jspecify.annotations.NullMarked;
