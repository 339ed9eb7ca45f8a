/**
 * The commands beside the agent itself, such as {@code millrace cat}. Each is a class with its
 * arguments as annotated fields; it is made, and what it needs loaded, when it is asked for.
 */
@NullMarked
package io.millrace.app.command;

import org.jspecify.annotations.NullMarked;
