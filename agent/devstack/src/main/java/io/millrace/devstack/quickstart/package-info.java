/**
 * The quickstart: a {@link io.millrace.devstack.DevStack}, an agent with {@code
 * conf/quickstart.conf}, a load, and a view of what went where, ended together.
 *
 * <p><b>Order.</b> The stack starts first, then the agent as a child process with the stack's
 * addresses in its environment, then the load. The end is the reverse: the load stops, what is
 * under way arrives, the agent drains and exits, everything is counted once more, and the servers
 * go last. A signal asks for that same end; a second one cuts it short.
 *
 * <p><b>Counting.</b> Each event is counted where it is made, and counted again by asking
 * Elasticsearch and by reading the S3 objects. Nothing the agent says of itself enters the sums.
 */
package io.millrace.devstack.quickstart;
