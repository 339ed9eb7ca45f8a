/**
 * The second tier of expressions: JRuby, loaded in a class loader of its own when the first
 * expression needs it.
 */
@NullMarked
package io.millrace.plugins.ruby;

import org.jspecify.annotations.NullMarked;
