/**
 * A small HTTP/1.1 server for inputs and for pages about the agent: bounded in header, body, time
 * and connections. What a path means is its user's business.
 */
@NullMarked
package io.millrace.net.http;

import org.jspecify.annotations.NullMarked;
