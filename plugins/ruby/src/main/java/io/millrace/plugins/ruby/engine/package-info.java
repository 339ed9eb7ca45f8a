/** What runs inside the class loader of JRuby: the interpreter and the conversion of values. */
@NullMarked
package io.millrace.plugins.ruby.engine;

import org.jspecify.annotations.NullMarked;
