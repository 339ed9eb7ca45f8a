/** HTTP as an input. */
@NullMarked
package io.millrace.plugins.http.in;

import org.jspecify.annotations.NullMarked;
