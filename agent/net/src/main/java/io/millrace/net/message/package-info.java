/**
 * Texts that come in through sockets: cut into messages, handed to a plugin on workers in batches,
 * with back-pressure to the socket. What a message means is its plugin's business.
 */
@NullMarked
package io.millrace.net.message;

import org.jspecify.annotations.NullMarked;
