/**
 * Fuzz tests of what reads texts that people write, the two configuration formats and the
 * expressions in them, and of what reads bytes that strangers send: the forward protocol, packed
 * events, HTTP, and the parsers of log lines. Any bytes must be read, or refused in the way the
 * reader documents, in bounded time and memory.
 *
 * <p>A normal build runs the seeds kept under {@code src/test/resources} ({@code
 * <Test>Inputs/<method>}), which hold a reproducer of everything that was ever found. To search for
 * more, one test at a time:
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl agent/verify -am test -Dtest=V1ConfigFuzzTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false</pre>
 *
 * <p>Embedded code runs in the compiled subset of Ruby only: nobody wants a fuzzer to find {@code
 * system("rm")} in a whole Ruby.
 *
 * <p>It runs for ten minutes, prints what it covers, and writes what it finds beside the seeds.
 */
@NullMarked
package io.millrace.verify.fuzz;

import org.jspecify.annotations.NullMarked;
