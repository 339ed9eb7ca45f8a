/** The forward protocol, version 1: framing, messages, handshake, and a small client. */
@NullMarked
package io.millrace.net.forward;

import org.jspecify.annotations.NullMarked;
