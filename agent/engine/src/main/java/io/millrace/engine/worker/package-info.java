/** {@code workers N}: as many graphs of one configuration in this process. */
@NullMarked
package io.millrace.engine.worker;

import org.jspecify.annotations.NullMarked;
