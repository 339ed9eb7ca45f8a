/**
 * What tests of plugins need: a context that records, a clock that stands still, events of JSON
 * text, and drivers.
 */
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;
