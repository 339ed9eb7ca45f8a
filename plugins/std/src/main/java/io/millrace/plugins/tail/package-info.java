/**
 * {@code @type tail}: follows log files. One thread per input finds files ({@link
 * io.millrace.plugins.tail.PathExpander}), follows them through rotation ({@link
 * io.millrace.plugins.tail.FollowedFiles}), cuts lines ({@link
 * io.millrace.plugins.tail.LineReader}), parses and emits them, and remembers in the position file
 * what arrived ({@link io.millrace.plugins.tail.PositionFile}).
 */
@NullMarked
package io.millrace.plugins.tail;

import org.jspecify.annotations.NullMarked;
