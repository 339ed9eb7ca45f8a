/** The agent's main program: command line, log, signals. */
@NullMarked
package io.millrace.app;

import org.jspecify.annotations.NullMarked;
