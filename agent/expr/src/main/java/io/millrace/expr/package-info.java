/**
 * Ruby expressions in configurations, compiled once to a tree of closures and evaluated without an
 * interpreter: {@code "#{...}"} in configuration values and <code>${...}</code> where a plugin
 * enables Ruby.
 *
 * <p>The rule of this package is <em>never silently different</em>. What compiles gives what Ruby
 * gives, error texts included; what is Ruby but is not supported is refused by name when the
 * configuration is read ({@link io.millrace.expr.UnsupportedRubyException}).
 *
 * <p>Ruby values are Java values: {@code nil} is {@code null} (here, and inside lists and maps:
 * that is what lets an event's own map be changed in place), then {@code Boolean}, {@code Long},
 * {@code BigInteger} (only beyond 64 bits), {@code Double}, {@code String}, {@code List}, {@code
 * Map}, and for Ruby's own kinds {@link io.millrace.expr.RubySymbol}, {@link
 * io.millrace.expr.RubyTime}, {@link io.millrace.expr.RubyRange} and others of this package.
 */
@NullMarked
package io.millrace.expr;

import org.jspecify.annotations.NullMarked;
