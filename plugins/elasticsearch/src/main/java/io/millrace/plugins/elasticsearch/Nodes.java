package io.millrace.plugins.elasticsearch;

/**
 * Where the nodes for one chunk are, with nothing left to fill in.
 *
 * @param hosts as the configuration names them, with commas between
 * @param port of nodes that name none
 */
record Nodes(String hosts, int port) {}
