/**
 * From a tag to its outputs: match patterns, filter chains, and what happens to events that fail.
 */
@NullMarked
package io.millrace.engine.route;

import org.jspecify.annotations.NullMarked;
