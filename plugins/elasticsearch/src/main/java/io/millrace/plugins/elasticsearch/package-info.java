/**
 * Output to Elasticsearch and OpenSearch through their {@code _bulk} API. One chunk becomes one or
 * more bulk requests, transcoded from packed bytes; the answer to each item decides what becomes of
 * its event.
 *
 * <p>The way of a chunk: {@link io.millrace.plugins.elasticsearch.ElasticsearchOutput} starts a
 * {@code ChunkDelivery}, whose {@code ItemComposer} shapes each record and appends it to a {@code
 * BulkBody}; {@code Cluster} sends the body; {@code BulkResponse} reads the answer and {@code
 * ItemResult} classifies each item: done, to be tried again, or rejected to the error stream.
 */
@NullMarked
package io.millrace.plugins.elasticsearch;

import org.jspecify.annotations.NullMarked;
