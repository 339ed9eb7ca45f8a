/**
 * Looks for what is legal in a configuration and still likely to hurt: {@code millrace check}. Each
 * rule is a class; it reads sections and the declarations of plugins, and creates nothing.
 */
@NullMarked
package io.millrace.engine.check;

import org.jspecify.annotations.NullMarked;
