/**
 * {@code @type concat}: events that are lines of one text become one event. {@link
 * io.millrace.plugins.filter.concat.ConcatFilter} is the plugin; a {@code ConcatMode} says which
 * lines belong together; {@code Groups} holds them until they are complete.
 */
@NullMarked
package io.millrace.plugins.filter.concat;

import org.jspecify.annotations.NullMarked;
