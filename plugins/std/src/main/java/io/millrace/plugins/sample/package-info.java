/** {@code @type sample}: events made up at a steady rate, for trying out a configuration. */
@NullMarked
package io.millrace.plugins.sample;

import org.jspecify.annotations.NullMarked;
