/** {@code @type throttle}: no more than so many events of a kind in a time. */
@NullMarked
package io.millrace.plugins.filter.throttle;

import org.jspecify.annotations.NullMarked;
