/**
 * {@code @type forward} as an output. {@code Forwarder} sends chunks; {@code Nodes} knows the
 * servers and whose turn it is; a {@code Node} is one server, its health and its connections; a
 * {@code Connection} speaks the protocol.
 */
@NullMarked
package io.millrace.plugins.forward.out;

import org.jspecify.annotations.NullMarked;
