/** Filters that need no library. */
@NullMarked
package io.millrace.plugins.filter;

import org.jspecify.annotations.NullMarked;
