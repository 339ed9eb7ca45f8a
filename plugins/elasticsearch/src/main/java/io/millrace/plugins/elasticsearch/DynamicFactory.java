package io.millrace.plugins.elasticsearch;

import io.millrace.api.BufferDefaults;
import io.millrace.api.OutputFactory;

/**
 * Makes {@code @type elasticsearch_dynamic}: an {@link ElasticsearchOutput} whose settings are Ruby
 * expressions of each event.
 */
public final class DynamicFactory extends OutputFactory<DynamicConfig> {
  /** For the service loader. */
  public DynamicFactory() {
    super(
        "elasticsearch_dynamic",
        "Writes events to Elasticsearch or OpenSearch, as expressions of each event say.",
        DynamicConfig.class,
        (config, context) -> new ElasticsearchOutput(new DynamicVariant(config, context), context));
  }

  @Override
  public BufferDefaults bufferDefaults(DynamicConfig config) {
    return ElasticsearchOutput.BUFFER;
  }
}
